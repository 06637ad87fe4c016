/** Why there is no picture, and when it is tried again. Pure. */

/** What the gateway says where it is not the line that was lost. */
export const CODE = {
  ticketRefused: 4401,
  /** The policy asks for recording since this stream opened: its next ticket says so. */
  noticeMissing: 4413,
  /** The first window is not open; it may be coming back. */
  alone: 4415,
  garbled: 4503,
  silent: 4504,
} as const

/** The desktop said what none of ours says, or nothing; else it is the way there. */
export type Why = 'line' | 'garbled' | 'silent'

/** Times in ms since 1970. */
export interface Trouble {
  readonly since: number
  readonly tries: number
  /** When it is tried again; null while it is being tried. */
  readonly again: number | null
  /** Not the line is lost: a second monitor waits for the window of the first. */
  readonly isAlone: boolean
  /** How often in a row the gateway has not taken the ticket. */
  readonly refused: number
  readonly why: Why
}

const AGAIN_MS = [300, 1_000, 2_000, 4_000, 8_000, 15_000]
/** One that garbles its picture again so soon is no other trouble, though it showed some between. */
const SAME_MS = 60_000

/** After `before`, the trouble that lasts, or `former`, which a picture ended. */
export function troubleOf(
  code: number,
  before: Trouble | null,
  former: Trouble | null,
  chance = Math.random(),
): Trouble & { readonly again: number } {
  const now = Date.now()
  const isAlone = code === CODE.alone
  const why = code === CODE.garbled ? 'garbled' : code === CODE.silent ? 'silent' : 'line'
  const lasting = before ?? (why === 'garbled' && isSame(former, now) ? former : null)
  const { since, tries } = lasting?.isAlone === isAlone ? lasting : { since: now, tries: 0 }
  const wait = AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 0
  // Not all pages of an agency at the same moment.
  const again = now + wait * (0.75 + chance / 2)
  const refused = code === CODE.ticketRefused ? (before?.refused ?? 0) + 1 : 0
  return { since, tries: tries + 1, again, isAlone, refused, why }
}

function isSame(former: Trouble | null, now: number): boolean {
  return former?.why === 'garbled' && now - (former.again ?? now) < SAME_MS
}
