import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { Opening } from './opening'
import { claim } from './state'

vi.mock('./state', async original => ({
  ...(await original<typeof import('./state')>()),
  claim: vi.fn(async () => ({
    queued: { position: 2, estimate_seconds: null, why: 'full', maximum: 1, held_back: null },
  })),
}))

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  queries.clear()
})

function opened() {
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={['/desktops/open/p']}>
        <Routes>
          <Route path="/desktops/open/:pool" element={<Opening />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

test('who looks at another tab goes on asking and keeps the place, which the tab tells [DK7]', async () => {
  vi.useFakeTimers()
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  queries.setQueryData(['daas', 'places'], [{ pool_id: 'p', name: '인터넷 가상PC' }])
  opened()
  await act(() => vi.advanceTimersByTimeAsync(100))
  const before = vi.mocked(claim).mock.calls.length
  await act(() => vi.advanceTimersByTimeAsync(10_000))
  expect(vi.mocked(claim).mock.calls.length).toBeGreaterThan(before + 2)
  expect(screen.getByText('2번째')).toBeDefined()
  expect(document.title).toMatch(/^2번째 · /)
})

test('who waits when the pool is no longer for them reads so, with a way back [DP3]', async () => {
  vi.mocked(claim).mockRejectedValueOnce(new Refusal('not_found', 404))
  opened()
  expect(await screen.findByText(/쓸 수 있는 사람에 더는 들지 않습니다/)).toBeDefined()
  expect(screen.getByRole('link', { name: '내 가상PC로' })).toBeDefined()
})
