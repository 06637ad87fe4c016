/**
 * Fingers on the picture: a tap is a click, a long press the other button, one finger drags, two
 * scroll what is beneath them, and two that part enlarge the picture, which one finger then moves. Pure.
 */

export interface Finger {
  readonly id: number
  readonly x: number
  readonly y: number
}

export type Gesture =
  | {
      /** `point` presses nothing. */
      readonly type: 'tap' | 'press' | 'grab' | 'drag' | 'drop' | 'point'
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'scroll' | 'pan'; readonly dx: number; readonly dy: number }
  /** `by` times as large, around a point. */
  | { readonly type: 'zoom'; readonly by: number; readonly x: number; readonly y: number }

const SLACK = 10 // pixels that a finger moves without meaning to
const APART = 24
export const PRESS_MS = 500

type Mode = 'waiting' | 'dragging' | 'panning' | 'pressed' | 'undecided' | 'scrolling' | 'zooming'

export class Touch {
  private readonly fingers = new Map<number, Finger>()
  private mode: Mode = 'waiting'
  private first: Finger | null = null
  private began = { apart: 0, x: 0, y: 0 }

  constructor(private readonly isZoomed: () => boolean) {}

  down(finger: Finger): Gesture[] {
    this.fingers.set(finger.id, finger)
    if (this.fingers.size === 1) {
      this.first = finger
      this.mode = 'waiting'
      return []
    }
    const ended = this.mode === 'dragging' ? this.drop() : []
    this.mode = 'undecided'
    this.began = this.pair()
    return ended
  }

  /** Called when the first finger has rested for PRESS_MS. */
  rested(): Gesture[] {
    if (this.mode !== 'waiting' || !this.first || this.fingers.size !== 1) return []
    this.mode = 'pressed'
    return [{ type: 'press', x: this.first.x, y: this.first.y }]
  }

  move(finger: Finger): Gesture[] {
    const before = this.fingers.get(finger.id)
    if (!before) return []
    const pair = this.fingers.size > 1 ? this.pair() : null
    this.fingers.set(finger.id, finger)
    return pair ? this.moveTwo(pair) : this.moveOne(before, finger)
  }

  up(finger: Finger): Gesture[] {
    if (!this.fingers.delete(finger.id)) return []
    if (this.fingers.size > 0) {
      this.mode = 'pressed' // what remains of two fingers means nothing
      return []
    }
    const { mode } = this
    this.mode = 'waiting'
    if (mode === 'dragging') return [{ type: 'drop', x: finger.x, y: finger.y }]
    return mode === 'waiting' ? [{ type: 'tap', x: finger.x, y: finger.y }] : []
  }

  private moveOne(before: Finger, now: Finger): Gesture[] {
    const { first } = this
    if (this.mode === 'waiting' && first) {
      if (Math.hypot(now.x - first.x, now.y - first.y) < SLACK) return []
      this.mode = this.isZoomed() ? 'panning' : 'dragging'
      if (this.mode === 'dragging')
        return [
          { type: 'grab', x: first.x, y: first.y },
          { type: 'drag', x: now.x, y: now.y },
        ]
    }
    if (this.mode === 'dragging') return [{ type: 'drag', x: now.x, y: now.y }]
    if (this.mode === 'panning')
      return [{ type: 'pan', dx: now.x - before.x, dy: now.y - before.y }]
    return []
  }

  private moveTwo(before: { apart: number; x: number; y: number }): Gesture[] {
    const now = this.pair()
    const isFirst = this.mode === 'undecided'
    if (this.mode === 'undecided') {
      if (Math.abs(now.apart - this.began.apart) > APART) this.mode = 'zooming'
      else if (Math.hypot(now.x - this.began.x, now.y - this.began.y) > SLACK)
        this.mode = 'scrolling'
    }
    const [dx, dy] = [now.x - before.x, now.y - before.y]
    if (this.mode === 'scrolling') {
      const { x, y } = this.began
      const scroll = { type: 'scroll', dx, dy } as const
      return isFirst ? [{ type: 'point', x, y }, scroll] : [scroll]
    }
    if (this.mode !== 'zooming' || before.apart === 0) return []
    return [
      { type: 'zoom', by: now.apart / before.apart, x: now.x, y: now.y },
      { type: 'pan', dx, dy },
    ]
  }

  private drop(): Gesture[] {
    return this.first ? [{ type: 'drop', x: this.first.x, y: this.first.y }] : []
  }

  private pair(): { apart: number; x: number; y: number } {
    const [a, b] = [...this.fingers.values()]
    if (!a || !b) return { apart: 0, x: 0, y: 0 }
    return { apart: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  }
}
