/** What a measurement means for a desktop. Pure. */

export type Verdict = 'good' | 'fair' | 'bad'
export type Feature = 'secure' | 'socket' | 'video' | 'sound' | 'keys' | 'clipboard' | 'gateway'

export interface Line {
  readonly id: Feature | 'trip' | 'bandwidth'
  readonly verdict: Verdict
  /** As measured; undefined for what is there or is not. */
  readonly value?: number
}

/** `must`: no desktop without it; `better`: there is another way. */
export function featureLine(id: Feature, has: boolean, need: 'must' | 'better'): Line {
  return { id, verdict: has ? 'good' : need === 'must' ? 'bad' : 'fair' }
}

/** ms. Typing feels immediate up to 60, and bearable up to 150. */
export function tripLine(value: number): Line {
  return { id: 'trip', value, verdict: value <= 60 ? 'good' : value <= 150 ? 'fair' : 'bad' }
}

/** Mbit/s. Sharp pictures need ten while something moves, saving needs one. */
export function bandwidthLine(value: number): Line {
  return { id: 'bandwidth', value, verdict: value >= 10 ? 'good' : value >= 2 ? 'fair' : 'bad' }
}

/** The worst of them; `good` of none. */
export function overall(lines: readonly Line[]): Verdict {
  if (lines.some(({ verdict }) => verdict === 'bad')) return 'bad'
  return lines.some(({ verdict }) => verdict === 'fair') ? 'fair' : 'good'
}
