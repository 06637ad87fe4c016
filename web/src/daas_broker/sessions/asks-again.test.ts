import { expect, test } from 'vitest'
import { asksAgain, type Desktop } from './state'

const desktop = (state: string) => ({ state }) as Desktop

test('whoever is shut out asks until the broker has heard of it, and not for ever', () => {
  expect(asksAgain(desktop('in_use'), 1)).toBe(1_000)
  expect(asksAgain(desktop('disconnected'), 1)).toBe(false)
  expect(asksAgain(desktop('in_use'), 10)).toBe(false) // somebody goes on elsewhere
  expect(asksAgain(undefined, 0)).toBe(false)
})
