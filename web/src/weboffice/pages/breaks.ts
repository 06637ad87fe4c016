/** Where one page of paper ends and the next begins, as the printer will have it. Pure. */

/** A line or a row of a table: what is never torn where it fits on a page. */
export interface Unit {
  readonly top: number
  readonly bottom: number
  /** A heading stays with what it is about. */
  readonly isHeading: boolean
}

/** Where pages from the second on begin, in the measure of the units [TX7]. */
export function breaksOf(units: readonly Unit[], height: number): number[] {
  const breaks: number[] = []
  let start = units[0]?.top ?? 0
  let first = 0
  units.forEach((unit, index) => {
    if (unit.bottom - start <= height) return
    const place = beforeHeadings(units, index, first)
    const begin = units[place]
    if (place > first && begin) {
      start = begin.top
      first = place
      breaks.push(start)
    }
    // Longer than a page: it is torn where the paper ends.
    while (unit.bottom - start > height) {
      start += height
      first = index
      breaks.push(start)
    }
  })
  return breaks
}

function beforeHeadings(units: readonly Unit[], index: number, first: number): number {
  let place = index
  while (place > first && units[place - 1]?.isHeading) place -= 1
  // A page of nothing but headings ends where it is full.
  return place > first ? place : index
}
