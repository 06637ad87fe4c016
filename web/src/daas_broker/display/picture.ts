/** The moving picture: decodes what comes, measures it, and asks for another quality when it must. */
import { type Store, store } from '@/kernel/store'
import { Meter } from './meter'
import {
  adapt,
  CHOICES,
  type Choice,
  type Quality,
  qualityOf,
  START,
  type Standing,
  stirred,
} from './quality'
import { Screen } from './screen'
import { canDecode, Video } from './video'
import type { FromDesktop } from './wire'

const KEPT = 'onmaru.desktop.quality'
const LATEST_ACK_MS = 1_000
const LONGEST_MS = 9_999_999
/** Pictures one after another that no browser reads: one may be cut, so many are no desktop's. */
const UNREADABLE = 20

interface Events {
  send(message: string): void
  onShown(): void
  /** The desktop should send it in another way. */
  onQuality(): void
  /** What it sends is no picture, or larger than any screen. */
  onGarbled(): void
}

export class Picture {
  readonly screen: Screen
  readonly meter = new Meter()
  readonly choice: Store<Choice> = store<Choice>(kept())
  readonly standing: Store<Standing> = store<Standing>(START)
  /** Whether H.264 can be shown; false until it is known. */
  readonly hasVideo: Store<boolean> = store<boolean>(false)
  readonly ready: Promise<void>
  private readonly video: Video
  private newest: { frame: number; at: number } | null = null
  private unreadable = 0
  private acknowledged = { frame: -1, at: 0 }

  constructor(
    canvas: HTMLCanvasElement,
    private readonly events: Events,
    mayHaveVideo: boolean,
  ) {
    this.screen = new Screen(canvas, frame => {
      this.unreadable = 0
      this.meter.painted(frame)
      events.onShown()
    })
    this.video = new Video({
      onFrame: (frame, top) => this.screen.draw(frame, top),
      onLost: () => events.send('REQUEST_KEYFRAME'),
      onUnable: () => this.giveUpVideo(),
    })
    const able = mayHaveVideo ? canDecode() : Promise.resolve(false)
    this.ready = able.then(can => this.hasVideo.set(can))
  }

  get quality(): Quality {
    return qualityOf(this.choice.get(), this.standing.get(), this.hasVideo.get())
  }

  choose(choice: Choice): void {
    localStorage.setItem(KEPT, choice)
    this.choice.set(choice)
    this.standing.set(START)
    this.events.onQuality()
  }

  take(part: FromDesktop): void {
    if (part.kind === 'garbled') this.events.onGarbled()
    if (part.kind !== 'picture' && part.kind !== 'video') return
    this.newest = { frame: part.frame, at: performance.now() }
    if (part.kind === 'video') this.video.take(part)
    // What is no picture is left out; the next frame brings another.
    else this.screen.paint(part.frame, part.top, part.jpeg).catch(() => this.missed())
  }

  private missed(): void {
    this.unreadable += 1
    if (this.unreadable === UNREADABLE) this.events.onGarbled()
  }

  /** Frame ids and decoders of the stream before mean nothing any more. */
  forget(): void {
    this.screen.forget()
    this.video.forget()
    this.newest = null
    this.unreadable = 0
  }

  /** Without a word of ours the desktop believes that nobody looks. */
  acknowledge(): void {
    if (!this.newest) return
    const { frame, at } = this.newest
    const now = performance.now()
    if (frame === this.acknowledged.frame && now - this.acknowledged.at < LATEST_ACK_MS) return
    this.acknowledged = { frame, at: now }
    this.events.send(`CLIENT_FRAME_ACK ${frame} ${Math.min(Math.round(now - at), LONGEST_MS)}`)
  }

  /** Once a second. */
  measure(): void {
    const sample = this.meter.take()
    const ping = this.meter.ask()
    if (ping) this.events.send(ping)
    if (this.choice.get() !== 'auto') return
    const before = this.standing.get()
    const next = adapt(before, sample)
    this.standing.set(next)
    this.askIfChanged(before, next)
  }

  /** A key or the pointer: what rested must be quick before its effect is seen. */
  stir(): void {
    const before = this.standing.get()
    if (before.quiet === 0) return
    const next = stirred(before)
    this.standing.set(next)
    this.askIfChanged(before, next)
  }

  private askIfChanged(before: Standing, next: Standing): void {
    const rests = (standing: Standing) => standing.why === 'resting'
    if (next.level !== before.level || rests(next) !== rests(before)) this.events.onQuality()
  }

  private giveUpVideo(): void {
    if (!this.hasVideo.get()) return
    this.hasVideo.set(false)
    this.video.forget()
    this.events.onQuality()
  }
}

function kept(): Choice {
  const known = localStorage.getItem(KEPT)
  return CHOICES.find(choice => choice === known) ?? 'auto'
}
