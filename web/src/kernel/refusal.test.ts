import { expect, it } from 'vitest'
import { asRefusal, Refusal, UNEXPECTED, UNREACHABLE } from './refusal'

it.each([
  'Failed to fetch',
  'NetworkError when attempting to fetch resource.',
  'Load failed',
  'Failed to fetch dynamically imported module: http://localhost/assets/page.js',
])('what a browser says of a broken line is one: %s', said => {
  const refusal = asRefusal(new TypeError(said))
  expect([refusal.code, refusal.passes]).toEqual([UNREACHABLE, true])
})

it('a page that does not understand an answer blames no connection', () => {
  const refusal = asRefusal(new TypeError("Cannot read properties of undefined (reading 'map')"))
  expect([refusal.code, refusal.passes]).toEqual([UNEXPECTED, false])
})

it('a refusal stays what it is', () => {
  const refusal = new Refusal('name_taken', 409)
  expect(asRefusal(refusal)).toBe(refusal)
})
