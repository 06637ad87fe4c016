import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { holdRelease, holdWhileUsed, QUIET_MS, whenFree } from './worker'

/** One exclusive holder or many that share; who asks only whether it is free never waits. */
function locks() {
  let shared = 0
  let isTaken = false
  return {
    async request(_name: string, options: LockOptions, held: (lock: object | null) => unknown) {
      if (isTaken || (options.mode !== 'shared' && shared > 0)) return held(null)
      if (options.mode === 'shared') shared += 1
      else isTaken = true
      try {
        return await held({})
      } finally {
        if (options.mode === 'shared') shared -= 1
        else isTaken = false
      }
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  history.replaceState(null, '', '/field')
  Object.defineProperty(navigator, 'locks', { value: locks(), configurable: true })
})
afterEach(() => vi.useRealTimers())

const waited = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const type = () => dispatchEvent(new KeyboardEvent('keydown', { key: '1' }))

it('[FO17] a new release waits for whoever types a PIN, and for the pocket that this opens', async () => {
  const take = vi.fn(async () => undefined)
  const leave = holdWhileUsed()
  type()
  void whenFree(take)
  for (let seconds = 0; seconds < 60; seconds += 10) {
    await waited(10_000)
    type()
  }
  const close = holdRelease() // the pocket is open before its gate is gone
  leave()
  await waited(10 * QUIET_MS)
  expect(take).not.toHaveBeenCalled()
  close()
  await waited(10_000)
  expect(take).toHaveBeenCalledOnce()
})

it('[FO17] where somebody went away from the gate, it comes', async () => {
  const take = vi.fn(async () => undefined)
  const leave = holdWhileUsed()
  type()
  void whenFree(take)
  await waited(QUIET_MS - 1_000)
  expect(take).not.toHaveBeenCalled()
  await waited(10_000)
  expect(take).toHaveBeenCalledOnce()
  leave()
})

it('[FO17] it does not come to the page of the sign-in either, where the gate leads', async () => {
  const take = vi.fn(async () => undefined)
  history.replaceState(null, '', '/sign-in?to=%2Ffield')
  void whenFree(take)
  await waited(60_000)
  expect(take).not.toHaveBeenCalled()
  history.replaceState(null, '', '/field')
  await waited(10_000)
  expect(take).toHaveBeenCalledOnce()
})
