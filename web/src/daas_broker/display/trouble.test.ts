import { afterEach, expect, test, vi } from 'vitest'
import { CODE, troubleOf } from './trouble'

afterEach(() => vi.useRealTimers())

test('a desktop that garbles its picture is tried later and later, whatever it shows between', () => {
  vi.useFakeTimers()
  const first = troubleOf(CODE.garbled, null, null)
  expect(first).toMatchObject({ why: 'garbled', tries: 1 })
  vi.advanceTimersByTime(5_000)
  const second = troubleOf(CODE.garbled, null, first)
  expect(second).toMatchObject({ tries: 2, since: first.since })
  vi.advanceTimersByTime(120_000)
  expect(troubleOf(CODE.garbled, null, second).tries).toBe(1)
})

test('a line that is lost again after a picture begins anew', () => {
  const first = troubleOf(1006, null, null)
  expect(first).toMatchObject({ why: 'line', tries: 1 })
  expect(troubleOf(1006, null, first).tries).toBe(1)
  expect(troubleOf(1006, first, first).tries).toBe(2)
})

test('a desktop that is silent is not called a lost line', () => {
  expect(troubleOf(CODE.silent, null, null).why).toBe('silent')
})
