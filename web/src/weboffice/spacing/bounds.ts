/**
 * How far lines and letters stand apart, in percent of the letters' size as Hangul says both.
 * weboffice/paper/spacing.py has the same bounds. Pure.
 */
export const [TIGHTEST, WIDEST] = [50, 500] as const
export const [CLOSEST, LOOSEST] = [-50, 50] as const
/** What sheet.css gives a line where nobody said anything, and one in a cell. */
export const USUAL_LEADING = { text: 175, cell: 160 } as const

function whole(said: unknown, least: number, most: number): number | null {
  const percent = typeof said === 'string' && said.trim() !== '' ? Number(said) : said
  if (typeof percent !== 'number' || !(percent >= least && percent <= most)) return null
  return Math.round(percent)
}

/** As anybody may have written it, or null. */
export function leadingOf(said: unknown): number | null {
  return whole(said, TIGHTEST, WIDEST)
}

/** Of letters; null where none was set, and for 0, which is how they are. */
export function trackingOf(said: unknown): number | null {
  return whole(said, CLOSEST, LOOSEST) || null
}
