/** Lengths and areas on the ground, near enough for a plot of land. */
import type { Point } from '../sheet/values'

const EARTH_M = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres, along the sphere. */
export function distance(one: Point, other: Point): number {
  const [a, b] = [radians(one.latitude), radians(other.latitude)]
  const across = radians(other.longitude - one.longitude)
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

export function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, at) => sum + distance(points[at] ?? point, point), 0)
}

/** Square metres inside, whichever way round one walked. */
export function areaOf(points: readonly Point[]): number {
  const flat = flattened(points)
  const twice = flat.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = flat[(at + 1) % flat.length] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(twice) / 2
}

/** Metres east and north of the first point. */
export function flattened(points: readonly Point[]): [number, number][] {
  const [origin] = points
  if (!origin) return []
  const narrow = Math.cos(radians(origin.latitude))
  return points.map(({ latitude, longitude }) => [
    radians(longitude - origin.longitude) * EARTH_M * narrow,
    radians(latitude - origin.latitude) * EARTH_M,
  ])
}
