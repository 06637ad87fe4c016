/** Where one page of paper ends and the next begins, as the printer will have it. Pure. */

/** A line or a row of a table: what is never torn where it fits on a page. */
export interface Unit {
  readonly top: number
  readonly bottom: number
  /** A heading stays with what it is about. */
  readonly isHeading: boolean
  /** What its notes need at the foot of its page. */
  readonly below?: number
  /** A page begins with it, whatever is left of the one before. */
  readonly begins?: boolean
  /** What is repeated above it where it begins a page: its table's heading rows. */
  readonly again?: number
}

export interface Sheet {
  /** Its first unit, by index. */
  readonly first: number
  readonly top: number
  /** How often what is longer than a page is torn within it. */
  readonly torn: number
}

/** Pages in the measure of the units; there is always one [TX7]. */
export function sheetsOf(units: readonly Unit[], height: number): Sheet[] {
  const sheets: Sheet[] = [{ first: 0, top: units[0]?.top ?? 0, torn: 0 }]
  let below = 0
  units.forEach((unit, index) => {
    if (unit.begins && index > 0) {
      sheets.push({ first: index, top: unit.top, torn: 0 })
      below = 0
    }
    const sheet = sheets.at(-1) as Sheet
    if (reachOf(unit, sheet, height) + below + (unit.below ?? 0) > height) {
      const next = nextSheet(units, index, sheet)
      if (next) {
        sheets.push(next)
        below = units.slice(next.first, index).reduce((sum, moved) => sum + (moved.below ?? 0), 0)
      }
      sheets.push(torn(sheets.pop() as Sheet, unit, height))
    }
    below += unit.below ?? 0
  })
  return sheets
}

/** How far down its page a unit reaches. */
function reachOf(unit: Unit, { top, torn: times }: Sheet, height: number): number {
  return unit.bottom - top - times * height
}

function nextSheet(units: readonly Unit[], index: number, { first }: Sheet): Sheet | null {
  const place = beforeHeadings(units, index, first)
  const begin = units[place]
  return place > first && begin
    ? { first: place, top: begin.top - (begin.again ?? 0), torn: 0 }
    : null
}

/** Longer than a page: it is torn where the paper ends. */
function torn(sheet: Sheet, unit: Unit, height: number): Sheet {
  let made = sheet
  while (reachOf(unit, made, height) > height) made = { ...made, torn: made.torn + 1 }
  return made
}

/** Where pages from the second on begin. */
export function breaksOf(units: readonly Unit[], height: number): number[] {
  return sheetsOf(units, height).flatMap(({ top, torn: times }, index) => {
    const within = Array.from({ length: times }, (_, part) => top + (part + 1) * height)
    return index === 0 ? within : [top, ...within]
  })
}

function beforeHeadings(units: readonly Unit[], index: number, first: number): number {
  let place = index
  while (place > first && units[place - 1]?.isHeading) place -= 1
  // A page of nothing but headings ends where it is full.
  return place > first ? place : index
}
