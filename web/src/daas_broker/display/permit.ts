/** What the gateway says of the policy: what this stream may do, and what became of each crossing. */
import type { Hours } from '../pools/days'
import { message } from './channel'

export type Way = 'in' | 'out'
export type Sign =
  | 'resident_number'
  | 'resident_number_likely'
  | 'card_number'
  | 'secret_mark'
  | 'restricted_mark'
export type Advice = 'drive' | 'save' | 'shorter' | 'remove' | 'wait' | 'ask'
export type Rule =
  | `clipboard_${Way}_${'closed' | 'size' | 'kind'}`
  | `content_${Way}`
  | 'paste_rate'
  | 'clipboard_flood'
  | 'audit_away'

export interface Mark {
  readonly name: string
  readonly division: string
  readonly code: string
}

export interface Permit {
  readonly revision: number
  readonly clipboard_in: boolean
  readonly clipboard_out: boolean
  readonly clipboard_in_bytes: number
  readonly clipboard_out_bytes: number
  readonly pictures_in: boolean
  readonly pictures_out: boolean
  readonly files_in: boolean
  readonly files_out: boolean
  readonly files_in_bytes: number
  readonly files_out_bytes: number
  readonly microphone: boolean
  readonly printing: 'off' | 'drive' | 'print'
  /** Of all text that goes in; 0 is no bound. */
  readonly characters_per_second: number
  readonly lock_after_minutes: number
  readonly hours: readonly Hours[]
  /** Whether it opens from some addresses only; from which is not told. */
  readonly is_placed: boolean
  readonly mark: Mark | null
}

export type Crossing =
  | {
      readonly verdict: 'passed'
      readonly way: Way
      readonly is_masked: boolean
      readonly signs: readonly Sign[]
    }
  | {
      readonly verdict: 'reason'
      readonly way: Way
      readonly hold: number
      readonly signs: readonly Sign[]
    }
  | {
      readonly verdict: 'refused'
      readonly way: Way
      readonly rule: Rule
      readonly advice: Advice
      readonly signs: readonly Sign[]
      readonly limit: number | null
      readonly is_news: boolean
      /** Names the text at the gateway where it may be asked for; null where that leads nowhere. */
      readonly ask: number | null
    }

export const permit = message<Permit>('policy.permit')
export const crossing = message<Crossing>('policy.crossing')
/** Something was copied inside the desktop; its text follows only where it may leave. */
export const inside = message<object>('clipboard.inside')
export const copied = message<{ readonly text: string }>('clipboard.copied')
/** A PNG that was copied inside and may leave, in base64. */
export const pictured = message<{ readonly png: string }>('clipboard.pictured')
export const put = message<object>('clipboard.put')
export const giveReason = message<{ readonly hold: number; readonly reason: string }>(
  'clipboard.reason',
)
export const askRelease = message<{ readonly hold: number; readonly reason: string }>('release.ask')
export const takeRelease = message<{ readonly id: string }>('release.take')
/** What became of one of these; a code where it was refused. */
export const releaseTold = message<{ readonly code: string | null }>('release.told')
export const dropText = message<{ readonly hold: number }>('clipboard.drop')
