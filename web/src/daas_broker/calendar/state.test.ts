import { expect, test } from 'vitest'
import { after, weekday, weeks } from './state'

test('weeks begin on the Monday before, across months and years', () => {
  const [first, second] = weeks('2030-01-02', 2)
  expect(first).toEqual([
    '2029-12-31',
    '2030-01-01',
    '2030-01-02',
    '2030-01-03',
    '2030-01-04',
    '2030-01-05',
    '2030-01-06',
  ])
  expect(second?.[0]).toBe('2030-01-07')
})

test('a Sunday belongs to the week before the next Monday', () => {
  expect(weekday('2030-01-06')).toBe(6)
  expect(weeks('2030-01-06', 1)[0]?.[0]).toBe('2029-12-31')
  expect(after('2028-02-28', 1)).toBe('2028-02-29')
})
