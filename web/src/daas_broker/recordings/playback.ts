/**
 * Plays a recording onto a canvas: fetches stretches, keeps the time, and draws with the decoders
 * of the viewer. A seek begins at the checkpoint before it and is drawn forward in one go.
 */
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { type Store, store } from '@/kernel/store'
import { Light } from '../display/light'
import { Screen } from '../display/screen'
import type { Cursor } from '../display/stream'
import { Video } from '../display/video'
import { parse, understand } from '../display/wire'
import { type Entry, parseStretch, visible } from './records'
import { type From, fetchStretch } from './state'

export interface Spot {
  readonly x: number
  readonly y: number
  readonly isDown: boolean
}

const AHEAD_MS = 12_000
const STILL_MS = 3_000
const STILL_LEFT_MS = 500
const BUSY = 24
const PAUSE_MS = 5

export class Playback {
  readonly position: Store<number> = store(0)
  readonly playing: Store<boolean> = store(false)
  readonly loading: Store<boolean> = store(true)
  readonly speed: Store<number> = store(1)
  readonly skips: Store<boolean> = store(false)
  readonly pointer: Store<Spot | null> = store<Spot | null>(null)
  readonly cursor: Store<Cursor | null> = store<Cursor | null>(null)
  readonly size: Store<{ width: number; height: number }> = store({ width: 0, height: 0 })
  /** Of what is still being made: all of it was shown, and more will come. */
  readonly caughtUp: Store<boolean> = store(false)
  /** The chunk at which it cannot go on. */
  readonly broken: Store<number | null> = store<number | null>(null)
  readonly refusal: Store<Refusal | null> = store<Refusal | null>(null)
  private readonly screen: Screen
  private readonly video: Video
  private readonly light: Light | null
  private queue: Entry[] = []
  private next: number | null = null
  private fetching: AbortController | null = null
  private generation = 0
  private frame = 0
  private last = 0
  private length = 0
  private isRunning = false
  /** How far was fetched, or there was nothing more. */
  private known = 0

  constructor(
    private readonly id: string,
    private readonly viewing: string,
    canvas: HTMLCanvasElement,
    isLight: boolean,
  ) {
    this.screen = new Screen(canvas, () => this.size.set({ ...this.screen.size }))
    const nothing = () => undefined
    const events = { onLost: nothing, onUnable: nothing }
    this.video = new Video(
      { ...events, onFrame: (frame, top) => this.screen.draw(frame, top) },
      false,
    )
    this.light = isLight
      ? new Light(this.screen, {
          send: nothing,
          onCursor: cursor => this.cursor.set(cursor),
          onBroken: nothing,
        })
      : null
  }

  /** How long it is by now, and whether it grows: what is shown goes on as it is. */
  reach(length: number, isRunning: boolean): void {
    this.length = length
    this.isRunning = isRunning
  }

  close(): void {
    this.generation += 1
    this.fetching?.abort()
    cancelAnimationFrame(this.frame)
    this.video.forget()
    this.light?.end()
    this.screen.clear()
  }

  toggle(): void {
    if (this.playing.get()) this.pause()
    else this.play()
  }

  play(): void {
    if (this.playing.get()) return
    if (this.position.get() >= this.length && !this.isRunning) void this.seek(0)
    this.playing.set(true)
    this.last = performance.now()
    this.frame = requestAnimationFrame(this.tick)
  }

  pause(): void {
    this.playing.set(false)
    cancelAnimationFrame(this.frame)
  }

  async seek(to: number): Promise<void> {
    const ms = Math.round(Math.min(Math.max(to, 0), this.length))
    this.generation += 1
    const { generation } = this
    this.fetching?.abort()
    this.fetching = null
    this.position.set(ms)
    this.loading.set(true)
    this.caughtUp.set(false)
    this.broken.set(null)
    this.queue = []
    this.known = 0
    this.screen.forget()
    this.video.forget()
    await this.light?.load()
    let from: From | null = { ms }
    while (from && (this.queue.at(-1)?.at ?? -1) <= ms) {
      const held = this.queue.length
      if (!(await this.fetch(from, generation))) return
      if (this.queue.length === held) break // the chunk that follows is still to come
      from = this.next === null ? null : { chunk: this.next }
    }
    await this.catchUp(ms, generation)
    if (generation === this.generation) this.loading.set(false)
  }

  private readonly tick = (now: number): void => {
    if (!this.playing.get()) return
    const passed = Math.min(now - this.last, 250) * this.speed.get()
    this.last = now
    if (!this.loading.get() && this.video.waiting < BUSY) this.advance(passed)
    if (this.playing.get()) this.frame = requestAnimationFrame(this.tick)
  }

  private advance(passed: number): void {
    let position = this.position.get() + passed
    const waits = this.next !== null && this.queue.length === 0 && !this.isAtEnd
    if (waits) position = this.position.get()
    const due = this.queue[0]?.at
    if (this.skips.get() && due !== undefined && due - position > STILL_MS)
      position = due - STILL_LEFT_MS
    while (this.queue[0] && this.queue[0].at <= position) {
      const entry = this.queue.shift()
      if (entry) this.show(entry)
    }
    this.position.set(Math.min(position, this.length))
    this.caughtUp.set(this.isRunning && position >= this.length)
    this.goOn(position)
  }

  private goOn(position: number): void {
    if (this.broken.get() !== null && this.queue.length === 0) this.pause()
    else if (position < this.length) this.fetchAhead(position)
    else if (!this.isRunning) this.pause()
  }

  private get isAtEnd(): boolean {
    return this.isRunning && this.known >= this.length
  }

  private fetchAhead(position: number): void {
    const end = this.queue.at(-1)?.at ?? position
    if (this.next === null || this.fetching || end - position > AHEAD_MS * this.speed.get()) return
    if (this.isAtEnd) return
    void this.fetch({ chunk: this.next }, this.generation)
  }

  /** Whether what came still counts. */
  private async fetch(from: From, generation: number): Promise<boolean> {
    const fetching = new AbortController()
    this.fetching = fetching
    try {
      const bytes = await fetchStretch(this.id, this.viewing, from, fetching.signal)
      if (generation !== this.generation) return false
      const stretch = parseStretch(bytes)
      const upTo = this.length
      for (const entry of stretch.entries) this.queue.push(entry)
      this.known = stretch.entries.at(-1)?.at ?? upTo
      this.next = stretch.next
      if (stretch.broken !== null) this.broken.set(stretch.broken)
      return true
    } catch (error) {
      if (generation !== this.generation || fetching.signal.aborted) return false
      this.refusal.set(asRefusal(error))
      this.loading.set(false)
      this.pause()
      return false
    } finally {
      if (this.fetching === fetching) this.fetching = null
    }
  }

  /** All that was drawn up to a moment, without what was painted over meanwhile. */
  private async catchUp(ms: number, generation: number): Promise<void> {
    const after = this.queue.findIndex(({ at }) => at > ms)
    const before = this.queue.splice(0, after < 0 ? this.queue.length : after)
    if (before.length === 0 && this.broken.get() !== null) this.screen.clear()
    for (const entry of visible(before)) {
      if (generation !== this.generation) return
      this.show(entry)
      while (this.video.waiting >= BUSY) await pause()
    }
  }

  private show(entry: Entry): void {
    if (entry.kind === 'pointer') this.pointer.set(entry)
    else if (entry.kind === 'said') this.hear(entry.text)
    else if (entry.kind === 'picture') this.draw(entry.bytes)
    else if (entry.kind === 'rfb-anew') this.light?.begin()
    // Its own buffer: noVNC keeps what it is given.
    else this.light?.take(entry.bytes.slice().buffer as ArrayBuffer)
  }

  private hear(text: string): void {
    const said = understand(text)
    if (said?.type === 'stream_resolution') this.screen.resize(said)
    else if (said?.type === 'cursor')
      this.cursor.set({ picture: said.picture, x: said.hotx, y: said.hoty })
    else if (said?.type === 'restart') {
      this.screen.forget()
      this.video.forget()
    }
  }

  private draw(bytes: Uint8Array): void {
    const part = parse(bytes)
    if (part.kind === 'video') this.video.take(part)
    else if (part.kind === 'picture')
      this.screen.paint(part.frame, part.top, part.jpeg).catch(() => undefined)
  }
}

function pause(): Promise<void> {
  return new Promise(done => setTimeout(done, PAUSE_MS))
}
