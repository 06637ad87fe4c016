/** The pointer over the picture: places are pixels of the desktop; moves go once a frame. */
import type { Receiver } from './keyboard'
import { type Gesture, PRESS_MS, Touch } from './touch'
import type { Size } from './wire'
import { Zoom } from './zoom'

const NOTCH = 100 // pixels of a wheel event that make one notch
const LINE = 33
const PAGE = 400
const MOST_NOTCHES = 10
const DOWN = 8
const UP = 16
const LEFT = 64
const RIGHT = 128
const BUTTONS = 5
const FIRST = 1
const SECOND = 4 // the desktop counts the middle one before it
const NO_WAY: Beyond = { left: 0, right: 0 }
const SWIPE = 2 // a finger has less room than a wheel

export interface Beyond {
  readonly left: number
  readonly right: number
}

export class Pointer {
  private buttons = 0
  private place = { x: 0, y: 0 }
  private scheduled = 0
  private resting: ReturnType<typeof setTimeout> | undefined
  private readonly zoom: Zoom
  private readonly touch: Touch
  private readonly rolled = { x: 0, y: 0 }

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly desk: Receiver,
    private readonly size: () => Size,
    private readonly onPress: (event: PointerEvent) => void,
    /** How many pixels a drag may leave the picture by, to the left and to the right. */
    private readonly beyond: () => Beyond = () => NO_WAY,
  ) {
    this.zoom = new Zoom(canvas.parentElement ?? canvas, canvas)
    this.touch = new Touch(() => this.zoom.isOn)
  }

  attach(): () => void {
    const { canvas } = this
    const leave = new AbortController()
    const { signal } = leave
    const unfollow = this.zoom.follow()
    canvas.addEventListener('pointerdown', event => this.press(event), { signal })
    canvas.addEventListener('pointermove', event => this.move(event), { signal })
    canvas.addEventListener('pointerup', event => this.release(event), { signal })
    canvas.addEventListener('pointercancel', event => this.cancel(event), { signal })
    canvas.addEventListener('wheel', event => this.roll(event), { signal, passive: false })
    canvas.addEventListener('contextmenu', event => event.preventDefault(), { signal })
    return () => {
      leave.abort()
      unfollow()
      cancelAnimationFrame(this.scheduled)
      this.letGo()
    }
  }

  private press(event: PointerEvent): void {
    event.preventDefault()
    this.canvas.setPointerCapture(event.pointerId)
    this.onPress(event)
    if (event.pointerType === 'touch') {
      clearTimeout(this.resting)
      this.resting = setTimeout(() => this.perform(this.touch.rested()), PRESS_MS)
      this.perform(this.touch.down(finger(event)))
      return
    }
    this.locate(event)
    this.buttons |= bit(event)
    this.tell()
  }

  private perform(gestures: readonly Gesture[]): void {
    for (const gesture of gestures) {
      if (gesture.type === 'zoom') this.zoom.by(gesture.by, gesture.x, gesture.y)
      else if ('x' in gesture) this.pointBy(gesture.type, gesture)
      else if (gesture.type === 'pan') this.zoom.move(gesture.dx, gesture.dy)
      else this.rollBy(-gesture.dx * SWIPE, -gesture.dy * SWIPE)
    }
  }

  private pointBy(
    what: 'tap' | 'press' | 'grab' | 'drag' | 'drop' | 'point',
    { x, y }: { readonly x: number; readonly y: number },
  ): void {
    this.locate({ clientX: x, clientY: y })
    const button = what === 'press' ? SECOND : FIRST
    // The desktop sees the pointer arrive before it presses.
    if (what !== 'drag' && what !== 'drop') this.tell()
    if (what === 'point') return
    if (what !== 'drop') this.buttons = button
    this.tell()
    if (what === 'grab' || what === 'drag') return
    this.buttons = 0
    this.tell()
  }

  private move(event: PointerEvent): void {
    if (event.pointerType === 'touch') {
      this.perform(this.touch.move(finger(event)))
      return
    }
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
    if (event.pointerType === 'touch') {
      clearTimeout(this.resting)
      this.perform(this.touch.up(finger(event)))
      return
    }
    this.locate(event)
    this.buttons &= ~bit(event)
    this.tell()
  }

  private cancel(event: PointerEvent): void {
    clearTimeout(this.resting)
    this.touch.up(finger(event))
    this.letGo()
  }

  private letGo(): void {
    if (this.buttons === 0) return
    this.buttons = 0
    this.tell()
  }

  private roll(event: WheelEvent): void {
    event.preventDefault()
    const scale = [1, LINE, PAGE][event.deltaMode] ?? 1
    this.rollBy(event.deltaX * scale, event.deltaY * scale)
  }

  private rollBy(x: number, y: number): void {
    this.rolled.x += x
    this.rolled.y += y
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

  private locate({ clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>): void {
    const box = this.canvas.getBoundingClientRect()
    const { width, height } = this.size()
    if (box.width === 0 || box.height === 0) return
    const { left, right } = this.buttons === 0 ? NO_WAY : this.beyond()
    this.place = {
      x: within(((clientX - box.left) / box.width) * width + left, width + left + right) - left,
      y: within(((clientY - box.top) / box.height) * height, height),
    }
  }

  private tell(): void {
    this.desk.input(
      `m,${this.place.x},${this.place.y},${this.buttons},0`,
      `pointer ${this.buttons}`, // a press between two moves is none of them
    )
  }
}

function finger({ pointerId, clientX, clientY }: PointerEvent) {
  return { id: pointerId, x: clientX, y: clientY }
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
