/**
 * Holds what others write while a syllable is being composed here, so that it is neither doubled nor
 * torn [ED10]. A change of the text under an open composition makes the browser start it anew: 한글
 * becomes ㅎ하한ㄱ그글. Hangul composes one syllable at a time, so the wait is the time of a word.
 *
 * After LONGEST_HOLD_MS what others wrote elsewhere is let in; what concerns the paragraph that is
 * composed in waits until the composing rests, and then ends it.
 */
import type { EditorView } from 'prosemirror-view'
import type { Inlet } from './provider'

const SETTLE_MS = 60 // the browser writes the last syllable after it has said that it is done
const LONGEST_HOLD_MS = 2_000
const LOOK_AGAIN_MS = 250
const REST_MS = 1_500 // half a syllable is shown to others when it stands this long

/** The local side: it keeps what is composed out of the shared text. */
export interface LocalHold {
  begin(): void
  publish(): void
  admit(apply: () => void): void
  settle(updates: readonly (() => void)[]): void
}

export interface GateOptions {
  readonly behind: Inlet
  readonly hold: LocalHold
  /** Whether the updates change the paragraph that is being composed in. */
  readonly disturbs: (updates: readonly Uint8Array[]) => boolean
  /** Applies one update and keeps the caret at the text it was at. */
  readonly apply: (update: Uint8Array) => void
}

export class Gate implements Inlet {
  private updates: Uint8Array[] = []
  private presences: Uint8Array[] = []
  private isComposing = false
  private typedAt = 0
  private heldSince = 0
  private timer = 0
  private rest = 0

  constructor(
    private readonly view: EditorView,
    private readonly options: GateOptions,
  ) {
    const { dom } = view
    dom.addEventListener('compositionstart', this.started)
    dom.addEventListener('compositionupdate', this.typed)
    dom.addEventListener('compositionend', this.ended)
  }

  close(): void {
    const { dom } = this.view
    dom.removeEventListener('compositionstart', this.started)
    dom.removeEventListener('compositionupdate', this.typed)
    dom.removeEventListener('compositionend', this.ended)
    this.settleNow()
  }

  /** True from the start of a composition until its last syllable is written. */
  get isHolding(): boolean {
    return this.isComposing || this.timer !== 0
  }

  update(update: Uint8Array): void {
    if (!this.isHolding) {
      this.options.apply(update)
      return
    }
    if (this.updates.length === 0) this.heldSince = Date.now()
    this.updates.push(update)
    if (this.timer === 0) this.later(LONGEST_HOLD_MS)
  }

  presence(body: Uint8Array): void {
    if (this.isHolding) this.presences.push(body)
    else this.options.behind.presence(body)
  }

  /** Before an act that needs the shared text to be what the page shows. */
  settleNow(): void {
    if (!this.isHolding) return
    this.isComposing = false
    this.open()
  }

  private readonly started = () => {
    this.isComposing = true
    clearTimeout(this.timer)
    this.timer = 0
    if (this.updates.length > 0) {
      this.later(Math.max(0, LONGEST_HOLD_MS - (Date.now() - this.heldSince)))
    } else this.options.hold.publish() // the syllable before this one
    this.options.hold.begin()
    this.typed()
  }

  private readonly typed = () => {
    this.typedAt = Date.now()
    clearTimeout(this.rest)
    this.rest = window.setTimeout(this.rested, REST_MS)
  }

  private readonly rested = () => {
    if (this.isComposing && this.updates.length === 0) this.options.hold.publish()
  }

  private readonly ended = () => {
    this.isComposing = false
    this.later(SETTLE_MS)
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(this.due, ms)
  }

  private readonly due = () => {
    this.timer = 0
    if (!this.isComposing) this.open()
    else if (this.updates.length === 0) return
    else if (!this.options.disturbs(this.updates)) this.letPass()
    else if (Date.now() - this.typedAt >= LONGEST_HOLD_MS) this.endComposition()
    else this.later(LOOK_AGAIN_MS)
  }

  /** The syllable stays as it stands; the next key begins a new one. */
  private endComposition(): void {
    this.view.dom.blur()
    this.view.focus()
    if (this.isComposing) this.later(LOOK_AGAIN_MS)
  }

  private take(): (() => void)[] {
    const { updates, options } = this
    this.updates = []
    return updates.map(update => () => options.behind.update(update))
  }

  private letPass(): void {
    for (const apply of this.take()) this.options.hold.admit(apply)
  }

  private open(): void {
    clearTimeout(this.timer)
    clearTimeout(this.rest)
    this.timer = 0
    this.options.hold.settle(this.take())
    const { presences } = this
    this.presences = []
    for (const body of presences) this.options.behind.presence(body)
  }
}
