/** What a stream does, second by second: the round trip, frames and bytes. Only what was measured. */
import { type Store, store } from '@/kernel/store'
import type { Sample } from './quality'

const SECOND_MS = 1_000
const BITS = 8e-6

export class Meter {
  readonly latest: Store<Sample> = store<Sample>({ trip: null, frames: 0, mbit: 0 })
  private trip: number | null = null
  private asked: number | null = null
  private readonly frames = new Set<number>()
  private bytes = 0
  private since = performance.now()

  arrived(bytes: number): void {
    this.bytes += bytes
  }

  painted(frame: number): void {
    this.frames.add(frame)
  }

  /** How long an answer has been waited for, in ms. */
  get silent(): number {
    return this.asked === null ? 0 : performance.now() - this.asked
  }

  /** The word to be sent back, unless one is on its way still: a late answer is a long trip. */
  ask(): string | null {
    if (this.asked !== null) {
      this.trip = Math.round(performance.now() - this.asked)
      return null
    }
    this.asked = performance.now()
    return `ping,${Math.round(this.asked)}`
  }

  answered(): void {
    if (this.asked === null) return
    this.trip = Math.round(performance.now() - this.asked)
    this.asked = null
  }

  /** Ends the second. */
  take(): Sample {
    const now = performance.now()
    const seconds = Math.max(now - this.since, 1) / SECOND_MS
    const sample = {
      trip: this.trip,
      frames: Math.round(this.frames.size / seconds),
      mbit: (this.bytes * BITS) / seconds,
    }
    this.since = now
    this.bytes = 0
    this.frames.clear()
    this.latest.set(sample)
    return sample
  }

  forget(): void {
    this.trip = null
    this.asked = null
    this.take()
  }
}
