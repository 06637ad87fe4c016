import { renderHook } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())

// Each page is loaded alone, the phone's without anything of the others.
test.each([
  ['a phone that is added', () => import('./enrol/words')],
  ['policies', () => import('./policy/words')],
  ['devices and the gateway', () => import('./admin/words')],
  ['alarms', () => import('./alarms/words')],
  ['the way in', () => import('./sessions/words')],
])('%s: a refusal is told in words', async (_name, load) => {
  await load()
  const { useRefusalText } = await import('@/kernel/refusal-words')
  const { Refusal } = await import('@/kernel/refusal')
  const { result } = renderHook(() => useRefusalText())
  expect(result.current(new Refusal('enrolment_code_refused', 403))).toContain('새 코드')
})
