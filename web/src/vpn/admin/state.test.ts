import { expect, test } from 'vitest'
import { isHere, isLate } from './state'

test('an address that only the host itself knows is called so', () => {
  for (const host of ['localhost', ' 127.0.0.1', '0.0.0.0']) expect(isHere(host)).toBe(true)
  for (const host of ['gw.agency.go.kr', '203.0.113.1', '10.0.0.1', 'localhost.go.kr'])
    expect(isHere(host)).toBe(false)
})

test('a change that nobody carries out is late after half a minute', () => {
  const now = Date.parse('2026-11-27T10:00:30.001Z')
  expect(isLate('2026-11-27T10:00:01Z', now)).toBe(false)
  expect(isLate('2026-11-27T10:00:00Z', now)).toBe(true)
})
