import { afterEach, expect, it, vi } from 'vitest'
import { followDensity } from './density'

afterEach(() => vi.unstubAllGlobals())

it('[DV14] hears each move onto a screen of another density', () => {
  const asked: [string, Set<() => void>][] = []
  vi.stubGlobal('matchMedia', (query: string) => {
    const heard = new Set<() => void>()
    asked.push([query, heard])
    return {
      addEventListener: (_: string, listen: () => void) => heard.add(listen),
      removeEventListener: (_: string, listen: () => void) => heard.delete(listen),
    }
  })
  vi.stubGlobal('devicePixelRatio', 2)
  const changed = vi.fn()
  const stop = followDensity(changed)
  vi.stubGlobal('devicePixelRatio', 1)
  for (const listen of [...(asked[0]?.[1] ?? [])]) listen()
  expect(changed).toHaveBeenCalledTimes(1)
  expect(asked.map(([query]) => query)).toEqual(['(resolution: 2dppx)', '(resolution: 1dppx)'])
  stop()
  expect(asked.every(([, heard]) => heard.size === 0)).toBe(true)
})
