/** Where one looks on the map, in Web Mercator: the whole world is a square of side 1, north above. */
import type { Point } from '../pocket/day/route'

const ROUND_M = 40_075_016.7 // the equator (WGS 84)
const LEAST_SPAN_M = 400
const MOST_SPAN_M = 200_000
const LEAST_ZOOMED_M = 100
// On a phone the buttons at the edge cover a seventh of the side, and a pin is as wide as half of that.
const PINS_MARGIN = 1.6

export const SIDE = 1000 // of the drawing, in its own units

export interface Spot {
  readonly x: number
  readonly y: number
}

/** `x` and `y` of the middle and `span` of the side, as shares of the world. */
export interface View extends Spot {
  readonly span: number
}

export function worldOf({ lat, lon }: Point): Spot {
  const rad = (lat * Math.PI) / 180
  return { x: (lon + 180) / 360, y: (1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2 }
}

/** How long the world's width is in metres at that height of the map. */
function roundAt(y: number): number {
  return ROUND_M / Math.cosh(Math.PI * (1 - 2 * y))
}

export function metresOf({ y, span }: View): number {
  return span * roundAt(y)
}

/** Where a spot of the world lies in the drawing, in its units. */
export function spotOf({ x, y }: Spot, view: View): Spot {
  const on = (share: number, middle: number) => ((share - middle) / view.span + 0.5) * SIDE
  return { x: on(x, view.x), y: on(y, view.y) }
}

/** All of them, with room at the edge: the side is so many times what they reach. */
export function viewOf(points: readonly Point[], margin = PINS_MARGIN): View {
  const spots = points.map(worldOf)
  const xs = spots.map(({ x }) => x)
  const ys = spots.map(({ y }) => y)
  const reach = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  const x = (Math.min(...xs) + Math.max(...xs)) / 2
  const y = (Math.min(...ys) + Math.max(...ys)) / 2
  return bounded({ x, y, span: reach * margin }, LEAST_SPAN_M)
}

/** `factor` above 1 shows more nearly; what is at `at`, in shares of the side from the middle, stays there. */
export function zoomed(view: View, factor: number, at: Spot = { x: 0, y: 0 }): View {
  const { span } = bounded({ ...view, span: view.span / factor })
  return {
    x: view.x + at.x * (view.span - span),
    y: view.y + at.y * (view.span - span),
    span,
  }
}

/** By shares of the side: a finger that goes to the east brings what is in the west. */
export function moved(view: View, by: Spot): View {
  return { ...view, x: view.x - by.x * view.span, y: view.y - by.y * view.span }
}

/** A finger that moves, and the other where there is one; in shares of the side from the middle. */
export interface Moving {
  readonly before: Spot
  readonly now: Spot
  readonly other?: Spot
}

const LEAST_APART = 0.01 // of two fingers, a few pixels

/** What lay in the middle of the fingers lies there still, and as much nearer as they went apart. */
export function held(view: View, { before, now, other }: Moving): View {
  const middle = (spot: Spot) =>
    other ? { x: (spot.x + other.x) / 2, y: (spot.y + other.y) / 2 } : spot
  const [from, to] = [middle(before), middle(now)]
  const along = moved(view, { x: to.x - from.x, y: to.y - from.y })
  if (!other) return along
  const apart = (spot: Spot) =>
    Math.max(LEAST_APART, Math.hypot(spot.x - other.x, spot.y - other.y))
  return zoomed(along, apart(now) / apart(before), to)
}

export function centred(view: View, point: Point): View {
  return { ...view, ...worldOf(point) }
}

function bounded(view: View, least = LEAST_ZOOMED_M): View {
  const round = roundAt(view.y)
  return { ...view, span: Math.min(MOST_SPAN_M / round, Math.max(least / round, view.span)) }
}

/** A round length for the scale, at most a third of the picture: 1, 2 or 5 times a power of ten. */
export function scaleOf(span: number): number {
  const most = span / 3
  const power = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map(times => times * power).find(length => length <= most) ?? power
}
