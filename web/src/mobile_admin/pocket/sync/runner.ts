/** When it is told: one page of this phone at a time, soon after there is something, patiently. */
import { refreshSession } from '@/kernel/session'
import { type Store, store } from '@/kernel/store'
import type { End } from './engine'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5 * 60_000
const QUIET_MS = 5 * 60_000 // with nothing to tell: the clock, and whether the pocket was revoked

/** `elsewhere`: another page of this phone is at it. */
export type Line = 'asking' | 'up' | 'away' | 'stranger' | 'elsewhere'

export interface Work {
  run(): Promise<End>
}

export class Runner {
  readonly line: Store<Line> = store<Line>('asking')
  /** When the suite last answered, in ms. */
  readonly heard: Store<number | null> = store<number | null>(null)
  readonly isBusy: Store<boolean> = store(false)

  private timer: ReturnType<typeof setTimeout> | undefined
  private wait = FIRST_WAIT_MS
  private isEnded = false
  private wanted = false

  constructor(
    private readonly name: string,
    private readonly work: Work,
    private readonly gone: () => void,
  ) {
    addEventListener('online', this.soon)
    document.addEventListener('visibilitychange', this.seen)
  }

  /** There is something to tell, or somebody asks to try now. */
  readonly soon = (): void => {
    this.wait = FIRST_WAIT_MS
    this.schedule(0)
  }

  end(): void {
    this.isEnded = true
    clearTimeout(this.timer)
    removeEventListener('online', this.soon)
    document.removeEventListener('visibilitychange', this.seen)
  }

  private readonly seen = (): void => {
    if (document.visibilityState === 'visible') this.soon()
  }

  private schedule(ms: number): void {
    if (this.isEnded) return
    if (this.isBusy.get()) {
      this.wanted = true
      return
    }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.turn(), ms)
  }

  private async turn(): Promise<void> {
    this.wanted = false
    this.isBusy.set(true)
    const end = await this.alone().finally(() => this.isBusy.set(false))
    if (this.isEnded) return
    this.settle(end)
  }

  private alone(): Promise<End | null> {
    const options = { ifAvailable: true }
    return navigator.locks.request(this.name, options, async lock =>
      lock === null ? null : this.work.run(),
    )
  }

  private settle(end: End | null): void {
    if (end?.kind === 'gone') this.gone()
    else if (end === null) {
      this.line.set('elsewhere')
      this.schedule(LONGEST_WAIT_MS)
    } else this.goOn(end)
  }

  private goOn(end: Exclude<End, { kind: 'gone' }>): void {
    const isIdle = end.kind === 'idle'
    if (end.kind !== 'away') this.heard.set(Date.now())
    if (end.kind === 'stranger') void refreshSession().catch(() => undefined)
    this.line.set(end.kind === 'idle' ? 'up' : end.kind)
    this.wait = isIdle ? FIRST_WAIT_MS : Math.min(this.wait * 2, LONGEST_WAIT_MS)
    const patience = isIdle ? QUIET_MS : (waitOf(end) ?? this.wait * (0.25 + Math.random() / 4))
    this.schedule(this.wanted ? 0 : patience)
  }
}

function waitOf(end: End): number | undefined {
  return end.kind === 'away' ? end.waitMs : undefined
}
