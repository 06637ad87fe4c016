import { expect, test } from 'vitest'
import type { Unit } from './breaks'
import { leavesOf, type Run } from './columns'

let top = 0
function run(stretch: number, columns: number, ...heights: number[]): Run {
  const units: Unit[] = heights.map(height => {
    const unit = { top, bottom: top + height, isHeading: false }
    top += height
    return unit
  })
  return { stretch, columns, units }
}

function leaves(runs: readonly Run[], height: number) {
  top = 0
  return leavesOf(runs, height).map(({ first, turns, filler }) => ({
    first,
    filler,
    turns: turns.map(one => [one.first, one.column, one.move]),
  }))
}

test('[ED18] a second column begins at the top of its page, and a page when both are full', () => {
  expect(leaves([run(0, 2, 40, 40, 40, 40, 40)], 100)).toEqual([
    { first: 0, filler: 20, turns: [[2, 1, -80]] },
    { first: 4, filler: 60, turns: [] },
  ])
  expect(leaves([], 100)).toEqual([{ first: 0, filler: 100, turns: [] }])
})

test('[ED18] columns that other text follows on the page are equally tall', () => {
  const runs = [run(0, 1, 20), run(1, 2, 10, 10, 10, 10), run(2, 1, 20)]
  expect(leaves(runs, 100)).toEqual([
    {
      first: 0,
      filler: 40,
      turns: [
        [1, 0, 0],
        [3, 1, -20],
        [5, 0, 0],
      ],
    },
  ])
  const uneven = [run(0, 2, 10, 10, 10), run(1, 1, 20)]
  expect(leaves(uneven, 100)[0]?.turns).toEqual([
    [2, 1, -20],
    [3, 0, 10],
  ])
})

test('[ED18] what does not fit below the columns goes to the next page', () => {
  expect(leaves([run(0, 1, 80), run(1, 2, 30, 30)], 100)).toEqual([
    { first: 0, filler: 20, turns: [] },
    { first: 1, filler: 40, turns: [] },
  ])
})

test('[ED18] notes stand below all columns, so each of them is shorter', () => {
  const noted = run(0, 2, 40, 40, 40, 40)
  const units = noted.units.map((unit, at) => ({ ...unit, below: at === 2 ? 30 : 0 }))
  expect(leavesOf([{ ...noted, units }], 100).map(({ first }) => first)).toEqual([0, 2])
})

test('[ED18] a page that was ended by hand begins no column, and what is torn is the last', () => {
  const ended = run(0, 2, 40, 40, 40)
  const units = ended.units.map((unit, at) => ({ ...unit, begins: at === 1 }))
  expect(leavesOf([{ ...ended, units }], 100).map(({ first }) => first)).toEqual([0, 1])
  const torn = leavesOf([run(0, 2, 40, 250, 60)], 100)
  expect(torn.map(one => [one.first, one.torn])).toEqual([
    [0, 2],
    [2, 0],
  ])
})
