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

test('at the door a wrong password is told in words, and is no error of ours', async () => {
  await import('./sessions/proof')
  const { useRefusalText } = await import('@/kernel/refusal-words')
  const { Refusal } = await import('@/kernel/refusal')
  const { result } = renderHook(() => useRefusalText())
  expect(result.current(new Refusal('sign_in_refused', 401))).toContain('비밀번호가 맞지 않습니다')
})
