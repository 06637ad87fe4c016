import { describe, expect, it } from 'vitest'
import { labelled, largest, line, ticks } from './scale'

describe('ticks', () => {
  it.each([0.3, 1, 7, 10, 99, 1234, 5e7])('reach %d in round steps', most => {
    const found = ticks(most)
    expect(found[0]).toBe(0)
    expect(found.at(-1)).toBeGreaterThanOrEqual(most)
    expect(found.length).toBeLessThanOrEqual(6)
  })
  it('of people are whole', () => {
    expect(ticks(9)).toEqual([0, 5, 10])
    expect(ticks(5)).toEqual([0, 2, 4, 6])
  })
  it('of bytes count in whole KB, MB or GB', () => {
    expect(ticks(3 * 1024 ** 3, 4, true)).toEqual([0, 1, 2, 3].map(each => each * 1024 ** 3))
    expect(ticks(700, 4, true)).toEqual([0, 200, 400, 600, 800])
  })
  it('stand still where there is nothing', () => {
    expect(ticks(0)).toEqual([0, 1])
    expect(ticks(Number.NaN)).toEqual([0, 1])
  })
})

it('leaves a gap where nothing was measured', () => {
  const at = (value: number) => value
  expect(line([1, 2, null, 3], at, at)).toBe('M0 1L1 2M3 3h0')
  expect(line([null], at, at)).toBe('')
})

it('labels as many places as fit', () => {
  expect(labelled(24, 6)).toEqual([0, 4, 8, 12, 16, 20])
  expect(labelled(2, 6)).toEqual([0, 1])
  expect(labelled(0, 6)).toEqual([])
})

it('knows the largest of several', () => {
  expect(largest([[1, null], [3]])).toBe(3)
  expect(largest([[null]])).toBe(0)
})
