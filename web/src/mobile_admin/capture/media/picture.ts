/**
 * A photo as it is sent: turned upright, within the form's pixels, without what the camera wrote
 * into it (place, device, owner). What of that counts as evidence is kept beside it.
 */
import { within } from './size'

/** Where the form says nothing: enough to read a label at arm's length. */
const MOST_PIXELS = 2560
const QUALITY = 0.8

export interface Shrunk {
  readonly blob: Blob
  /** With its point. */
  readonly ending: string
}

export async function shrunk(original: Blob, maxPixels: number | null): Promise<Shrunk> {
  const image = await createImageBitmap(original, { imageOrientation: 'from-image' }).catch(
    () => null,
  )
  // A format that this browser does not read is better kept than lost.
  if (image === null) return { blob: original, ending: endingOf(original.type) }
  const { width, height } = within(image.width, image.height, maxPixels ?? MOST_PIXELS)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
  image.close()
  return {
    blob: await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }),
    ending: '.jpg',
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/heic': '.heic',
  'image/heif': '.heif',
  'audio/webm': '.webm',
  'audio/mp4': '.m4a',
  'audio/mpeg': '.mp3',
  'audio/ogg': '.ogg',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'video/quicktime': '.mov',
  'application/pdf': '.pdf',
}

export function endingOf(type: string, name = ''): string {
  const own = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase()
  return own ?? ENDINGS[type.split(';')[0] ?? ''] ?? '.bin'
}
