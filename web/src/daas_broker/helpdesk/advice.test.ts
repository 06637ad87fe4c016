import { expect, test } from 'vitest'
import { adviceFor, type Known } from './advice'
import { browserName } from './context'

const call = (context: Known['context'], desktop_state = 'in_use'): Known => ({
  context,
  seat: { desktop_state },
})
const words = (found: ReturnType<typeof adviceFor>) => found.map(({ word }) => word)

test('a quiet page gives no advice', () => {
  expect(adviceFor(call({ browser: 'Chrome 140 · Windows', latency_ms: 20 }))).toEqual([])
  expect(adviceFor({ context: {}, seat: null })).toEqual([])
})

test('each trouble has its tip, the desktop itself first', () => {
  const at = '2030-01-07T00:00:00Z'
  const mishaps = ['lost', 'lost', 'refused', 'taken'].map(what => ({ at, what }))
  const found = adviceFor(call({ browser: 'Safari 17', latency_ms: 300, mishaps }, 'failed'))
  expect(words(found)).toEqual(['state', 'slow', 'cuts', 'refused', 'taken', 'browser'])
  expect(found[2]?.values).toEqual({ count: 2 })
})

test('a browser is called by the name that people know', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
  expect(browserName(chrome)).toBe('Chrome 140 · Windows')
  expect(browserName(`${chrome} Edg/139.0`)).toBe('Edge 139 · Windows')
  expect(browserName('curl/8')).toBe('curl/8')
})
