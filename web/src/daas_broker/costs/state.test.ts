import { expect, it } from 'vitest'
import { draftOf, GROUPS, months, valuesOf } from './state'

it('counts months back over a new year, in Seoul', () => {
  const newYear = Date.parse('2029-12-31T15:30:00Z')
  expect(months(3, newYear)).toEqual(['2030-01', '2029-12', '2029-11'])
})

it('reads a form only when every field holds a number', () => {
  const names = Object.values(GROUPS).flat()
  const whole = Object.fromEntries(names.map(name => [name, 1])) as never
  expect(valuesOf(draftOf(whole))).toEqual(whole)
  expect(valuesOf({ ...draftOf(whole), kwh: '' })).toBeNull()
  expect(valuesOf({ ...draftOf(whole), kwh: '12won' })).toBeNull()
})

it('shows each assumption once', () => {
  const names = Object.values(GROUPS).flat()
  expect(new Set(names).size).toBe(names.length)
})
