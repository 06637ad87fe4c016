import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Turn, takeTurn } from './turn'

/** Locks as browsers have them: one holder a name, the others in their order. */
function locks() {
  let before: Promise<unknown> = Promise.resolve()
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, held: () => Promise<void>) {
      const mine = before.then(() => (signal.aborted ? Promise.reject(signal.reason) : held()))
      before = mine.catch(() => undefined)
      return mine
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  Object.defineProperty(navigator, 'locks', { value: locks(), configurable: true })
})
afterEach(() => vi.useRealTimers())

const waited = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const nothing = async () => undefined

it('[FO15] another window waits, says so, and goes on when the first has saved and left', async () => {
  const [one, two]: [Turn[], Turn[]] = [[], []]
  const leave = takeTurn('v1', turn => one.push(turn))
  await waited(0)
  const other = takeTurn('v1', turn => two.push(turn))
  await waited(1000)
  expect([one, two]).toEqual([['mine'], ['elsewhere']])
  let saved: () => void = () => undefined
  leave(() => new Promise<void>(resolve => (saved = resolve)))
  await waited(1000)
  expect(two).toEqual(['elsewhere'])
  saved()
  await waited(0)
  expect(two).toEqual(['elsewhere', 'mine'])
  other(nothing)
})

it('[FO15] who leaves while waiting is not in the way of the next', async () => {
  const leave = takeTurn('v1', () => undefined)
  await waited(0)
  takeTurn('v1', () => undefined)(nothing)
  const third: Turn[] = []
  takeTurn('v1', turn => third.push(turn))
  leave(nothing)
  await waited(0)
  expect(third).toEqual(['mine'])
})
