import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { useNow } from './now'
import type { Release } from './state'

const RELEASED = {
  stage: 'released',
  to: 'internet',
  source: 'drive',
  person: '김하늘',
  ends_at: '2030-01-07T00:00:00Z',
  approvers: [],
  stops: [],
  malware: '',
  place: '',
} as unknown as Release

function now(release: Release): string {
  vi.spyOn(api, 'GET').mockReturnValue(new Promise(() => undefined) as never)
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  )
  return renderHook(() => useNow(release), { wrapper }).result.current
}

test('what is left to do is told to its asker, and to others that it is theirs', () => {
  const mine = { ...RELEASED, is_mine: true }
  expect(now(mine)).toContain('인터넷 가상PC를 열면')
  expect(now({ ...mine, stage: 'refused' })).toContain('다시 요청하십시오')
  const others = { ...RELEASED, is_mine: false }
  expect(now(others)).toMatch(/^승인되었습니다\. 김하늘 님이 아직 받지 않았습니다/)
  for (const stage of ['blocked', 'refused', 'lost'] as const)
    expect(now({ ...others, stage })).not.toContain('하십시오')
})
