import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { store } from '@/kernel/store'
import { Kit } from '@/kit/provider'
import type { Desk } from './desk'
import { Veil } from './veil'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test('[DV9] who was shut out reads that it is gone once it is, and no longer that it stays', async () => {
  vi.useFakeTimers()
  const left = {
    desktop_id: 'd',
    state: 'disconnected',
    state_since: new Date().toISOString(),
    stays_seconds: 60,
    homes: true,
  }
  const asked = vi.spyOn(api, 'GET').mockResolvedValue({ data: left, response: new Response() })
  const outside = { rule: 'access_hours', opens_at: null }
  const stream = { phase: store('outside'), outside: store(outside), trouble: store(null) }
  const desk = { stream, desktop: 'd', screen: 1, channel: { latest: () => null } }
  render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>
        <Veil desk={desk as unknown as Desk} />
      </Kit>
    </QueryClientProvider>,
  )
  await act(() => vi.advanceTimersByTimeAsync(100))
  expect(screen.getByText(/까지 그대로 있습니다/)).toBeDefined()
  asked.mockRejectedValue(new Refusal('not_found', 404))
  await act(() => vi.advanceTimersByTimeAsync(70_000))
  expect(screen.queryByText(/까지 그대로 있습니다/)).toBeNull()
  expect(screen.getByText(/이 가상PC는 끝났습니다/)).toBeDefined()
})
