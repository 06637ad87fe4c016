import { describe, expect, it } from 'vitest'
import { lengthOf, metres, type Point, shortestWay } from './route'

const SEOUL = { lat: 37.5665, lon: 126.978 }

function scattered(count: number, seed: number): Point[] {
  let state = seed
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length: count }, () => ({
    lat: SEOUL.lat + next() * 0.2,
    lon: SEOUL.lon + next() * 0.2,
  }))
}

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap(item =>
    permutations(items.filter(each => each !== item)).map(rest => [item, ...rest]),
  )
}

describe('the way through the day', () => {
  it('measures metres on the earth', () => {
    const busan = { lat: 35.1796, lon: 129.0756 }
    expect(metres(SEOUL, busan) / 1000).toBeCloseTo(325, -1)
    expect(metres(SEOUL, SEOUL)).toBe(0)
  })

  it('visits each place once and is never longer than as it was given', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const points = scattered(seed + 3, seed)
      const way = shortestWay(points, SEOUL)
      expect([...way].sort((a, b) => a - b)).toEqual([...points.keys()])
      const ordered = way.map(at => points[at] as Point)
      expect(lengthOf(ordered, SEOUL)).toBeLessThanOrEqual(lengthOf(points, SEOUL) + 1e-6)
    }
  })

  it('is within a tenth of the best one where that can be known', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const points = scattered(7, seed)
      const of = (way: readonly number[]) =>
        lengthOf(
          way.map(at => points[at] as Point),
          SEOUL,
        )
      const best = Math.min(...permutations([...points.keys()]).map(of))
      expect(of(shortestWay(points, SEOUL))).toBeLessThanOrEqual(best * 1.1)
    }
  })

  it('takes thirty places in less than a breath, and none at all', () => {
    const began = performance.now()
    expect(shortestWay(scattered(30, 3), SEOUL)).toHaveLength(30)
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(shortestWay([])).toEqual([])
  })
})
