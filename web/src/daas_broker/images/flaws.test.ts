import { expect, test } from 'vitest'
import { type Flaws, isOld, repaired } from './flaws'

const flaw = (cve: string) => ({
  cve,
  source: 'expat',
  installed: '1',
  fixed: null,
  urgency: 'high' as const,
  text: '',
})
const flaws = (at: string | null, ...cves: string[]): Flaws => ({
  data_at: at,
  old_after_days: 14,
  counts: {},
  flaws: cves.map(flaw),
})
const NOW = Date.parse('2030-01-20T00:00:00Z')

test('what a version repairs is what the one before had and it has not', () => {
  const before = flaws(null, 'CVE-1', 'CVE-2')
  const now = flaws(null, 'CVE-2', 'CVE-3')
  expect(repaired(before, now).map(({ cve }) => cve)).toEqual(['CVE-1'])
  expect(repaired(now, before).map(({ cve }) => cve)).toEqual(['CVE-3'])
})

test('data is old after fourteen days and never where there is none', () => {
  expect(isOld(flaws('2030-01-07T00:00:00Z'), NOW)).toBe(false)
  expect(isOld(flaws('2030-01-05T00:00:00Z'), NOW)).toBe(true)
  expect(isOld(flaws(null), NOW)).toBe(false)
})
