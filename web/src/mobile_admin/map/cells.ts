/** Squares of the map: which ones a view shows, and which ones a day needs. */
import type { Point } from '../pocket/day/route'
import { metresOf, type Spot, type View, worldOf } from './view'

/** Of two levels: the district from far, the street near by; as the server cuts them. */
export const OVERVIEW = 11
export const DETAIL = 14
const NEAR_M = 7_000
const AROUND_M = 1_200
const FAR_M = 6_000
const MOST_SHOWN = 400 // of the farthest view on a wide screen

export interface Cell {
  readonly level: number
  readonly x: number
  readonly y: number
}

export function idOf({ level, x, y }: Cell): string {
  return `${level}/${x}/${y}`
}

export function cellOf(id: string): Cell {
  const [level, x, y] = id.split('/').map(Number) as [number, number, number]
  return { level, x, y }
}

export function levelOf(view: View): number {
  return metresOf(view) <= NEAR_M ? DETAIL : OVERVIEW
}

/** What a picture of that shape shows, whose shorter side is the view's. */
export function shown(view: View, aspect: number): Cell[] {
  const half = {
    x: (view.span / 2) * Math.max(1, aspect),
    y: (view.span / 2) * Math.max(1, 1 / aspect),
  }
  return within(levelOf(view), view, half).slice(0, MOST_SHOWN)
}

/** What of the district lies beneath streets that are not here. */
export function beneath(missing: readonly Cell[]): Cell[] {
  const by = 2 ** (DETAIL - OVERVIEW)
  const streets = missing.filter(({ level }) => level === DETAIL)
  return unique(
    streets.map(({ x, y }) => ({ level: OVERVIEW, x: Math.floor(x / by), y: Math.floor(y / by) })),
  )
}

/** Around each place the streets, around all of them the district [MP5]. */
export function needed(points: readonly Point[]): Cell[] {
  const found = points.flatMap(point => {
    const spot = worldOf(point)
    const metre = 1 / metresOf({ ...spot, span: 1 })
    const around = (level: number, by: number) =>
      within(level, spot, { x: by * metre, y: by * metre })
    return [...around(OVERVIEW, FAR_M), ...around(DETAIL, AROUND_M)]
  })
  return unique(found)
}

function unique(cells: readonly Cell[]): Cell[] {
  return [...new Map(cells.map(cell => [idOf(cell), cell])).values()]
}

function within(level: number, middle: Spot, half: Spot): Cell[] {
  const many = 2 ** level
  const range = (at: number, by: number) => {
    const first = Math.max(0, Math.floor((at - by) * many))
    const last = Math.min(many - 1, Math.floor((at + by) * many))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  }
  const columns = range(middle.x, half.x)
  return range(middle.y, half.y).flatMap(y => columns.map(x => ({ level, x, y })))
}
