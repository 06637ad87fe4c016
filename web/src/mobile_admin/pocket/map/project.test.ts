import { expect, it } from 'vitest'
import { metres } from '../day/route'
import { scaleOf, viewOf } from './project'

const A = { lat: 37.5665, lon: 126.978 }
const B = { lat: 37.5512, lon: 126.9882 }

it('keeps distances and puts north above', () => {
  const { project, span } = viewOf([A, B])
  const [a, b] = [project(A), project(B)]
  expect(Math.hypot(a.x - b.x, a.y - b.y) / metres(A, B)).toBeCloseTo(1, 2)
  expect(a.y).toBeLessThan(b.y)
  expect(a.x).toBeLessThan(b.x)
  for (const { x, y } of [a, b]) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(span / 2)
})

it('leaves no place under the buttons at the edge', () => {
  const { project, span } = viewOf([A, B])
  for (const { x, y } of [project(A), project(B)])
    expect(Math.max(Math.abs(x), Math.abs(y)) / span).toBeLessThan(0.5 - 1 / 6)
})

it('shows a few hundred metres around a single place, and a round scale', () => {
  expect(viewOf([A]).span).toBe(400)
  expect([400, 3_000, 50_000].map(scaleOf)).toEqual([100, 1_000, 10_000])
})
