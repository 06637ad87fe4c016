/** A flat picture of a few kilometres: metres east and south of the middle. */
import type { Point } from '../day/route'

const METRES_A_DEGREE = 111_320
const LEAST_SPAN_M = 400
// On a phone the buttons at the edge cover a seventh of the side, and a pin is as wide as half of that.
const MARGIN = 1.6

export interface Spot {
  readonly x: number
  readonly y: number
}

export interface View {
  readonly project: (point: Point) => Spot
  /** Of the picture's side, in metres. */
  readonly span: number
}

export function viewOf(points: readonly Point[]): View {
  const lats = points.map(({ lat }) => lat)
  const lons = points.map(({ lon }) => lon)
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2
  const lon = (Math.min(...lons) + Math.max(...lons)) / 2
  const east = METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)
  const project = (point: Point) => ({
    x: (point.lon - lon) * east,
    y: (lat - point.lat) * METRES_A_DEGREE,
  })
  const spots = points.map(project)
  const reach = Math.max(0, ...spots.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))
  return { project, span: Math.max(LEAST_SPAN_M, 2 * reach * MARGIN) }
}

/** A round length for the scale, at most a third of the picture: 1, 2 or 5 times a power of ten. */
export function scaleOf(span: number): number {
  const most = span / 3
  const power = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map(times => times * power).find(length => length <= most) ?? power
}
