import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { endedBy } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { noteLeaving } from './leaving'
import { SignedOut } from './signed-out'

async function said(
  reason: string | null,
  by: string | null,
  at: object = { state: { isLeft: true } },
): Promise<string> {
  queries.clear()
  endedBy.set(by)
  vi.spyOn(api, 'GET').mockResolvedValue({
    data: { reason, title: '한빛 통합인증' },
    response: new Response(),
  } as never)
  const { unmount } = render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[{ pathname: '/sign-in', ...at }]}>
        <SignedOut />
      </MemoryRouter>
    </QueryClientProvider>,
  )
  const text = (await screen.findByRole('status')).textContent ?? ''
  unmount()
  return text
}

test('[ID9] only who signed out in another tab reads that they did', async () => {
  expect(await said(null, 'signed_out')).toContain('다른 탭에서 로그아웃')
  for (const by of [null, 'revoked', 'alarm']) {
    expect(await said(null, by)).not.toContain('다른 탭')
    expect(await said(null, by)).toContain('로그인이 끝났습니다')
  }
  expect(await said('too_old', null)).toContain('12시간')
})

test('[SO5] who signed out reads that they are still signed in where they came from', async () => {
  expect(await said(null, null, { search: '?still' })).toContain(
    '한빛 통합인증에는 아직 로그인되어 있습니다',
  )
  expect(await said('revoked', null, { search: '?still' })).toContain('다른 화면에서')
})

test('[ID9] nor is a tab that was turned away before it heard of it told anything else', async () => {
  noteLeaving()
  expect(await said(null, null)).toContain('다른 탭에서 로그아웃')
  expect(await said(null, 'alarm')).not.toContain('다른 탭')
  localStorage.clear()
})
