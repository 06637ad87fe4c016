/** Why a desktop may not be used now, or not from here, by its policy. */
import type { Refusal } from '@/kernel/refusal'
import type { Desktop } from './state'

export interface Outside {
  readonly rule: 'access_hours' | 'access_place'
  /** When it may be used next; null where no hour helps. */
  readonly opens_at: string | null
}

export const OUTSIDE: ReadonlySet<string> = new Set(['outside_hours', 'outside_places'])

export function outsideOf({ code, facts }: Refusal): Outside {
  const opens = facts.opens_at
  return {
    rule: code === 'outside_places' ? 'access_place' : 'access_hours',
    opens_at: typeof opens === 'string' ? opens : null,
  }
}

/** What becomes of a desktop whose hours end: the word for it. */
export function endingOf(desktop: Desktop | undefined) {
  if (!desktop || desktop.stays_seconds === null) return 'endingNoteStays'
  return desktop.homes ? 'endingNoteHome' : 'endingNote'
}
