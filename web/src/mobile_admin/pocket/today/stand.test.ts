import { expect, it } from 'vitest'
import type { Fetched, Target } from '../day/model'
import { isLost } from './stand'

const target = { assignment: { id: 'a' } } as Target
const fetched = (held?: readonly string[]): Fetched => ({
  day: '2030-01-07',
  at: 0,
  wipeAt: 0,
  forms: [],
  ...(held ? { held } : {}),
})

it('[FO6] what is begun for a case that went to somebody else says so, what is done does not', () => {
  const gone = fetched(['b'])
  expect(isLost(target, 'filling', gone)).toBe(true)
  expect(isLost(target, 'told', gone)).toBe(true)
  expect(isLost(target, 'sent', gone)).toBe(false)
  expect(isLost(target, 'absent', gone)).toBe(false)
  expect(isLost(target, 'filling', fetched(['a']))).toBe(false)
  expect(isLost(target, 'filling', fetched())).toBe(false)
  expect(isLost(target, 'filling', null)).toBe(false)
})
