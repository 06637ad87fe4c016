/** The desktop's picture on a canvas: stripes are painted as they are decoded, never an old one late. */
import { isOlder, type Size } from './wire'

export class Screen {
  private readonly brush: CanvasRenderingContext2D
  /** The newest frame painted at each top line. */
  private readonly painted = new Map<number, number>()
  private generation = 0

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onPicture: (frame: number) => void,
  ) {
    const brush = canvas.getContext('2d', { alpha: false, desynchronized: true })
    if (!brush) throw new Error('no canvas')
    this.brush = brush
  }

  get size(): Size {
    return { width: this.canvas.width, height: this.canvas.height }
  }

  /** Keeps what was there, stretched, until the desktop has drawn anew; whether it changed. */
  resize({ width, height }: Size): boolean {
    const { canvas } = this
    if (canvas.width === width && canvas.height === height) return false
    const before = document.createElement('canvas')
    before.width = canvas.width
    before.height = canvas.height
    before.getContext('2d')?.drawImage(canvas, 0, 0)
    canvas.width = width
    canvas.height = height
    if (before.width > 0 && before.height > 0) this.brush.drawImage(before, 0, 0, width, height)
    return true
  }

  /** Nothing of the desktop stays on this page. */
  clear(): void {
    this.forget()
    this.brush.fillRect(0, 0, this.canvas.width, this.canvas.height)
  }

  /** After a restart of the stream its frame ids begin anew. */
  forget(): void {
    this.generation += 1
    this.painted.clear()
  }

  async paint(frame: number, top: number, jpeg: Uint8Array): Promise<void> {
    const { generation } = this
    // The bytes belong to one message and are not written again.
    const picture = await createImageBitmap(new Blob([jpeg as BlobPart], { type: 'image/jpeg' }))
    const last = this.painted.get(top)
    const late = last !== undefined && isOlder(frame, last)
    if (generation === this.generation && !late) {
      this.painted.set(top, frame)
      this.brush.drawImage(picture, 0, top)
      this.onPicture(frame)
    }
    picture.close()
  }

  /** A whole picture that was drawn elsewhere. */
  copy(picture: HTMLCanvasElement, frame: number): void {
    if (picture.width === 0 || picture.height === 0) return
    this.resize(picture)
    this.brush.drawImage(picture, 0, 0)
    this.onPicture(frame)
  }

  /** A decoded stripe; its decoder keeps the order. */
  draw(picture: VideoFrame, top: number): void {
    this.brush.drawImage(picture, 0, top)
    this.onPicture(picture.timestamp)
    picture.close()
  }
}
