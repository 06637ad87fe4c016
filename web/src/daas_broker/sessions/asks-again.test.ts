import { expect, test } from 'vitest'
import { asksAgain, type Desktop } from './state'

const desktop = (state: string) => ({ state }) as Desktop

test('whoever is shut out asks until the broker has heard of it, and not for ever', () => {
  expect(asksAgain(desktop('in_use'), 1)).toBe(1_000)
  expect(asksAgain(desktop('disconnected'), 1)).toBe(false)
  expect(asksAgain(desktop('in_use'), 10)).toBe(false) // somebody goes on elsewhere
  expect(asksAgain(undefined, 0)).toBe(false)
})

test('once its time is over it is asked whether it has gone', () => {
  const since = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()
  const left = (seconds: number, stays: number | null) =>
    ({ state: 'disconnected', state_since: since(seconds), stays_seconds: stays }) as Desktop
  const soon = asksAgain(left(30, 60), 1)
  expect(soon).toBeGreaterThan(30_000)
  expect(soon).toBeLessThan(40_000)
  expect(asksAgain(left(70, 60), 1)).toBe(5_000)
  expect(asksAgain(left(0, 90 * 86_400), 1)).toBe(3_600_000)
  expect(asksAgain(left(0, null), 1)).toBe(false)
})
