import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { queries } from '@/kernel/queries'
import { store } from '@/kernel/store'
import { Kit } from '@/kit/provider'
import type { Desk } from './desk'
import { Ended, Veil } from './veil'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function within(part: React.ReactNode) {
  render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>{part}</Kit>
    </QueryClientProvider>,
  )
}

test('[DK16] who is told to give the desktop back that shows no picture has the way there', async () => {
  vi.useFakeTimers()
  const desk = { stream: { phase: store('picture') }, desktop: 'd', screen: 1 }
  within(<Veil desk={desk as unknown as Desk} />)
  expect(screen.queryByRole('link', { name: '내 가상PC로' })).toBeNull()
  await act(() => vi.advanceTimersByTimeAsync(21_000))
  expect(screen.getByText(/화면이 오지 않습니다/)).toBeDefined()
  expect(screen.getByRole('link', { name: '내 가상PC로' })).toBeDefined()
})

test('[DK10] who is told to load the page anew can press it', () => {
  within(<Ended phase="refused" desktop="d" />)
  expect(screen.getByRole('button', { name: '새로 고침' })).toBeDefined()
})
