/** What a helper should look at first, from what the user's page sent along. Pure. */
import type { Call, Context } from './state'

export interface Tip {
  readonly word: 'slow' | 'cuts' | 'refused' | 'browser' | 'taken' | 'state'
  readonly values: Readonly<Record<string, string | number>>
}

const SLOW_MS = 150
const TESTED = ['Chrome', 'Edge', 'Whale']
const WELL = ['in_use', 'claimed', 'disconnected']

export interface Known {
  readonly context: Partial<Context>
  readonly seat: Pick<NonNullable<Call['seat']>, 'desktop_state'> | null
}

export function adviceFor({ context, seat }: Known): Tip[] {
  const { latency_ms: ms, mishaps = [], browser = '' } = context
  const times = (what: string) => mishaps.filter(each => each.what === what).length
  const tips: Tip[] = []
  if (seat && !WELL.includes(seat.desktop_state))
    tips.push({ word: 'state', values: { state: seat.desktop_state } })
  if (typeof ms === 'number' && ms > SLOW_MS) tips.push({ word: 'slow', values: { ms } })
  if (times('lost') > 0) tips.push({ word: 'cuts', values: { count: times('lost') } })
  if (times('refused') > 0) tips.push({ word: 'refused', values: {} })
  if (times('taken') > 0) tips.push({ word: 'taken', values: {} })
  if (browser && !TESTED.some(name => browser.startsWith(name)))
    tips.push({ word: 'browser', values: { browser } })
  return tips
}
