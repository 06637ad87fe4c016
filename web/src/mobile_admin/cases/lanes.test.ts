import { expect, test } from 'vitest'
import { countOf, filled, isOverdue, LANES } from './lanes'
import type { BoardCase, CaseState } from './state'

function one(number: string, state: CaseState, due_on: string | null = null): BoardCase {
  return { case: { id: number, number, state, due_on } } as BoardCase
}

test('every state stands in exactly one lane', () => {
  const states = LANES.flatMap(lane => lane.states)
  expect(states).toHaveLength(12)
  expect(new Set(states).size).toBe(12)
})

test('what is due first stands first, what has no day last', () => {
  const cases = [
    one('3', 'received'),
    one('2', 'received', '2026-12-02'),
    one('1', 'received', '2026-12-01'),
  ]
  expect(filled(cases)[0]?.cases.map(({ case: { number } }) => number)).toEqual(['1', '2', '3'])
})

test('quiet lanes are there only where something is in them', () => {
  expect(filled([]).map(({ id }) => id)).not.toContain('aside')
  expect(filled([one('1', 'rejected')]).map(({ id }) => id)).toContain('aside')
})

test('counts are of all states of a lane', () => {
  const after = LANES.find(({ id }) => id === 'after')
  expect(
    after &&
      countOf(after, [
        { state: 'filed', count: 2 },
        { state: 'closed', count: 3 },
      ]),
  ).toBe(5)
})

test('only what is still to be visited is overdue', () => {
  expect(isOverdue(one('1', 'assigned', '2026-11-25'), '2026-11-26')).toBe(true)
  expect(isOverdue(one('1', 'closed', '2026-11-25'), '2026-11-26')).toBe(false)
  expect(isOverdue(one('1', 'assigned', '2026-11-26'), '2026-11-26')).toBe(false)
})
