/** The shortest way through the day, as the crow flies: nearest first, then 2-opt. */
export interface Point {
  readonly lat: number
  readonly lon: number
}

const EARTH_M = 6_371_008.8
const MOST_ROUNDS = 60

/** Metres on the sphere (haversine). */
export function metres(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const dLat = (b.lat - a.lat) * rad
  const dLon = (b.lon - a.lon) * rad
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Of the way from `start`, where there is one, through all of them; it does not come back. */
export function lengthOf(points: readonly Point[], start?: Point): number {
  const all = start ? [start, ...points] : points
  return all.slice(1).reduce((sum, point, at) => sum + metres(all[at] as Point, point), 0)
}

/** Indices of `points` in the order of the way. */
export function shortestWay(points: readonly Point[], start?: Point): number[] {
  const way = nearestFirst(points, start)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (!uncross(points, way, start)) break
  }
  return way
}

function nearestFirst(points: readonly Point[], start?: Point): number[] {
  const left = new Set(points.keys())
  const way: number[] = []
  let here = start ?? points[0]
  while (left.size > 0 && here) {
    const from = here
    const next = [...left].reduce((a, b) => (gap(points, from, b) < gap(points, from, a) ? b : a))
    left.delete(next)
    way.push(next)
    here = points[next]
  }
  return way
}

function gap(points: readonly Point[], from: Point, to: number): number {
  return metres(from, points[to] as Point)
}

/** Turns around every stretch that is shorter the other way; false where there was none. */
function uncross(points: readonly Point[], way: number[], start?: Point): boolean {
  let isBetter = false
  for (let from = start ? 0 : 1; from < way.length - 1; from += 1) {
    for (let to = from + 1; to < way.length; to += 1) {
      if (gain(points, way, [from, to], start) > 1e-6) {
        way.splice(from, to - from + 1, ...way.slice(from, to + 1).reverse())
        isBetter = true
      }
    }
  }
  return isBetter
}

function gain(
  points: readonly Point[],
  way: readonly number[],
  [from, to]: readonly [number, number],
  start?: Point,
): number {
  const at = (place: number) => points[way[place] as number] as Point
  const before = from > 0 ? at(from - 1) : start
  const after = to + 1 < way.length ? at(to + 1) : undefined
  const now = (before ? metres(before, at(from)) : 0) + (after ? metres(at(to), after) : 0)
  const then = (before ? metres(before, at(to)) : 0) + (after ? metres(at(from), after) : 0)
  return now - then
}
