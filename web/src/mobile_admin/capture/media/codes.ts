/** Reading bar and QR codes: by the browser where it can, else by our own copy of ZXing. */
import type { ReaderOptions } from 'zxing-wasm/reader'

export type ReadCode = (frame: ImageData) => Promise<string | null>

interface Detector {
  detect(source: ImageData): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorClass {
  new (): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

const WISH: ReaderOptions = { tryHarder: true, maxNumberOfSymbols: 1 }

export async function codeReader(): Promise<ReadCode> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  const known = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? []
  if (BarcodeDetector && known.length > 0) {
    const detector = new BarcodeDetector()
    return async frame => (await detector.detect(frame))[0]?.rawValue ?? null
  }
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  return async frame => (await readBarcodes(frame, WISH))[0]?.text ?? null
}

export function frameOf(source: HTMLVideoElement | ImageBitmap, most = 1280): ImageData | null {
  const width = source instanceof HTMLVideoElement ? source.videoWidth : source.width
  const height = source instanceof HTMLVideoElement ? source.videoHeight : source.height
  if (width === 0 || height === 0) return null
  const scale = Math.min(1, most / Math.max(width, height))
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
