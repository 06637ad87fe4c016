import { afterEach, expect, it, vi } from 'vitest'
import { seldom } from './seldom'

afterEach(() => void vi.useRealTimers())

it('is done at once, and once more however often it was asked for meanwhile', async () => {
  vi.useFakeTimers()
  let done = 0
  const ask = seldom(async () => {
    done += 1
  }, 1_000)
  for (let each = 0; each < 50; each += 1) ask()
  expect(done).toBe(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(done).toBe(2)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(done).toBe(2)
  ask()
  expect(done).toBe(3)
})

it('goes on after one that failed', async () => {
  vi.useFakeTimers()
  let tried = 0
  const ask = seldom(() => {
    tried += 1
    return Promise.reject(new Error('away'))
  }, 1_000)
  ask()
  await vi.advanceTimersByTimeAsync(1_000)
  ask()
  expect(tried).toBe(2)
})
