import { expect, it } from 'vitest'
import { draftOf, GROUPS, monthOf, months, type Row, strainedOf, valuesOf } from './state'

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

it('names those who are near the end of their budget, who spent most of it first', () => {
  const row = (id: string | null, level: 'ok' | 'near' | 'over', share: number) =>
    ({ division_id: id, name: id, budget: { level, share } }) as unknown as Row
  const rows = [
    row('a', 'near', 0.9),
    row('b', 'over', 1.7),
    row('c', 'ok', 0.2),
    row(null, 'over', 2),
  ]
  expect(strainedOf([...rows, { ...row('d', 'ok', 0), budget: null }]).map(({ id }) => id)).toEqual(
    ['b', 'a'],
  )
})

it('[DU4] a month is written as its reader writes it', () => {
  expect(monthOf('2026-11', 'ko')).toBe('2026년 11월')
  expect(monthOf('2026-01', 'en')).toBe('January 2026')
})
