/** The pointer over the picture: places are pixels of the desktop; moves go once a frame. */
import type { Receiver } from './keyboard'
import type { Size } from './wire'

const NOTCH = 100 // pixels of a wheel event that make one notch
const LINE = 33
const PAGE = 400
const MOST_NOTCHES = 10
const DOWN = 8
const UP = 16
const LEFT = 64
const RIGHT = 128
const BUTTONS = 5

export class Pointer {
  private buttons = 0
  private place = { x: 0, y: 0 }
  private scheduled = 0
  private readonly rolled = { x: 0, y: 0 }

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly desk: Receiver,
    private readonly size: () => Size,
    private readonly onPress: (event: PointerEvent) => void,
  ) {}

  attach(): () => void {
    const { canvas } = this
    const leave = new AbortController()
    const { signal } = leave
    canvas.addEventListener('pointerdown', event => this.press(event), { signal })
    canvas.addEventListener('pointermove', event => this.move(event), { signal })
    canvas.addEventListener('pointerup', event => this.release(event), { signal })
    canvas.addEventListener('pointercancel', () => this.letGo(), { signal })
    canvas.addEventListener('wheel', event => this.roll(event), { signal, passive: false })
    canvas.addEventListener('contextmenu', event => event.preventDefault(), { signal })
    return () => {
      leave.abort()
      cancelAnimationFrame(this.scheduled)
      this.letGo()
    }
  }

  private press(event: PointerEvent): void {
    event.preventDefault()
    this.canvas.setPointerCapture(event.pointerId)
    this.onPress(event)
    this.locate(event)
    this.buttons |= bit(event)
    this.tell()
  }

  private move(event: PointerEvent): void {
    this.locate(event)
    // A second button while one is held comes as a move.
    if (event.button >= 0) this.buttons = maskOf(event.buttons)
    if (this.scheduled) return
    this.scheduled = requestAnimationFrame(() => {
      this.scheduled = 0
      this.tell()
    })
  }

  private release(event: PointerEvent): void {
    this.locate(event)
    this.buttons &= ~bit(event)
    this.tell()
  }

  private letGo(): void {
    if (this.buttons === 0) return
    this.buttons = 0
    this.tell()
  }

  private roll(event: WheelEvent): void {
    event.preventDefault()
    const scale = [1, LINE, PAGE][event.deltaMode] ?? 1
    this.rolled.x += event.deltaX * scale
    this.rolled.y += event.deltaY * scale
    this.rolled.y -= this.notches(this.rolled.y, DOWN, UP) * NOTCH
    this.rolled.x -= this.notches(this.rolled.x, RIGHT, LEFT) * NOTCH
  }

  private notches(pixels: number, forward: number, backward: number): number {
    const count = Math.trunc(pixels / NOTCH)
    if (count === 0) return 0
    const scroll = Math.min(Math.abs(count), MOST_NOTCHES)
    const wheel = count > 0 ? forward : backward
    this.desk.input(`m2,0,0,${this.buttons + wheel},${scroll}`)
    this.desk.input(`m2,0,0,${this.buttons},${scroll}`)
    return count
  }

  private locate({ clientX, clientY }: MouseEvent): void {
    const box = this.canvas.getBoundingClientRect()
    const { width, height } = this.size()
    if (box.width === 0 || box.height === 0) return
    this.place = {
      x: within(((clientX - box.left) / box.width) * width, width),
      y: within(((clientY - box.top) / box.height) * height, height),
    }
  }

  private tell(): void {
    this.desk.input(`m,${this.place.x},${this.place.y},${this.buttons},0`)
  }
}

function bit({ button }: PointerEvent): number {
  return button >= 0 && button < BUTTONS ? 1 << button : 0
}

/** `buttons` counts left, right, middle; the desktop left, middle, right. */
function maskOf(buttons: number): number {
  return (buttons & 1) | ((buttons & 2) << 1) | ((buttons & 4) >> 1)
}

function within(value: number, limit: number): number {
  return Math.min(Math.max(Math.round(value), 0), limit - 1)
}
