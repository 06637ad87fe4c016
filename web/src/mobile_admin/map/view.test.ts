import { expect, it } from 'vitest'
import { metres } from '../pocket/day/route'
import { centred, held, metresOf, moved, scaleOf, viewOf, worldOf, zoomed } from './view'

const A = { lat: 37.5665, lon: 126.978 }
const B = { lat: 37.5512, lon: 126.9882 }

it('keeps distances and puts north above', () => {
  const view = viewOf([A, B])
  const [a, b] = [worldOf(A), worldOf(B)]
  const share = Math.hypot(a.x - b.x, a.y - b.y) / view.span
  expect((share * metresOf(view)) / metres(A, B)).toBeCloseTo(1, 2)
  expect(a.y).toBeLessThan(b.y)
  expect(a.x).toBeLessThan(b.x)
})

it('leaves no place under the buttons at the edge', () => {
  const view = viewOf([A, B])
  for (const { x, y } of [worldOf(A), worldOf(B)])
    expect(Math.max(Math.abs(x - view.x), Math.abs(y - view.y)) / view.span).toBeLessThan(
      0.5 - 1 / 6,
    )
})

it('shows a few hundred metres around a single place, and a round scale', () => {
  expect(metresOf(viewOf([A]))).toBeCloseTo(400)
  expect([400, 3_000, 50_000].map(scaleOf)).toEqual([100, 1_000, 10_000])
})

it('zooms to what is under the finger, and no farther than there is something to see', () => {
  const view = viewOf([A, B])
  const at = { x: 0.3, y: -0.2 }
  const under = (of: typeof view) => [of.x + at.x * of.span, of.y + at.y * of.span]
  const near = zoomed(view, 2, at)
  expect(near.span).toBeCloseTo(view.span / 2)
  for (const [axis, value] of under(near).entries())
    expect(value).toBeCloseTo(under(view)[axis] as number, 12)
  expect(metresOf(zoomed(view, 1e9))).toBeCloseTo(100)
  expect(metresOf(zoomed(view, 1e-9))).toBeCloseTo(200_000)
})

it('goes where it is drawn to', () => {
  const view = centred(viewOf([A, B]), A)
  expect(moved(view, { x: 0.5, y: 0 }).x).toBeCloseTo(view.x - view.span / 2, 12)
  expect(worldOf(A)).toEqual({ x: view.x, y: view.y })
})

it('keeps what two fingers hold in their middle, however they take turns', () => {
  const view = viewOf([A, B])
  const under = (of: typeof view, at: { x: number; y: number }) => [
    of.x + at.x * of.span,
    of.y + at.y * of.span,
  ]
  // One after the other, as a browser tells of them: apart by half, and on to the north-east.
  const [a, b] = [
    [-0.1, 0],
    [0.1, 0],
  ].map(([x = 0, y = 0]) => ({ x, y })) as [{ x: number; y: number }, { x: number; y: number }]
  const [c, d] = [
    { x: -0.1, y: -0.1 },
    { x: 0.2, y: -0.1 },
  ]
  const one = held(view, { before: a, now: c, other: b })
  const two = held(one, { before: b, now: d, other: c })
  expect(two.span).toBeCloseTo(view.span / 1.5)
  const [middle, before] = [under(two, { x: 0.05, y: -0.1 }), under(view, { x: 0, y: 0 })]
  for (const [axis, value] of middle.entries()) expect(value).toBeCloseTo(before[axis] ?? 0, 12)
  expect(held(view, { before: a, now: c })).toEqual(moved(view, { x: 0, y: -0.1 }))
})
