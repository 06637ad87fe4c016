/** Which two states are compared: any two may be. Pure. */
import { dateTime } from '@/kernel/time'
import type { Version } from './versions'

export const BEFORE = 'before'
export const NOW = 'now'

/** What an address says it is compared with; anything else is the state right before. */
export function againstOf(
  said: string | null,
  version: Version,
  versions: readonly Version[],
): string {
  if (said === NOW) return NOW
  const isKnown = versions.some(({ seq }) => String(seq) === said && seq !== version.seq)
  return said !== null && isKnown ? said : BEFORE
}

/** Whichever is newer is shown, with what has changed since the other. */
export function pairOf(
  version: Version,
  against: string,
  latest: number,
): { readonly older: number; readonly newer: number } {
  if (against === BEFORE) return { older: version.before, newer: version.seq }
  const other = against === NOW ? latest : Number(against)
  return { older: Math.min(other, version.seq), newer: Math.max(other, version.seq) }
}

/** As the list of versions names it: its name, when, and by whom. */
export function labelOf(
  version: Version,
  nameOf: (writer: string) => string,
  made: string,
): string {
  const who = version.writers.length > 0 ? version.writers.map(nameOf).join(', ') : made
  return [version.name, dateTime(version.at), who].filter(Boolean).join(' · ')
}
