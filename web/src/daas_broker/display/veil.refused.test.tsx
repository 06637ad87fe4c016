import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { Kit } from '@/kit/provider'
import { Channel } from './channel'
import type { Desk } from './desk'
import { DesktopStream } from './stream'
import { Veil } from './veil'

/** A gateway that takes no ticket. */
class Shut {
  onclose: ((event: { code: number }) => void) | null = null
  readyState = 3
  constructor() {
    queueMicrotask(() => this.onclose?.({ code: 4401 }))
  }
  close() {}
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('[DK8] whose ticket is refused again and again reads so, and what to do', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Shut)
  vi.spyOn(api, 'GET').mockReturnValue(new Promise(() => undefined) as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({} as never)
  const canvas = document.createElement('canvas')
  const want = { width: 800, height: 600, dpi: 96 }
  const stream = new DesktopStream('d', canvas, want, new Channel(() => undefined), 'rich')
  stream.ticket = () => Promise.resolve({ address: '/display', ticket: 't' } as never)
  const desk = { stream, desktop: 'd', screen: 1, focus: () => undefined } as unknown as Desk
  render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>
        <Veil desk={desk} />
      </Kit>
    </QueryClientProvider>,
  )
  void stream.open()
  await vi.advanceTimersByTimeAsync(600)
  expect(screen.queryByText(/접속표를 받지 않았습니다/)).toBeNull()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(screen.getByText(/접속표를 받지 않았습니다/)).toBeDefined()
  expect(screen.getByRole('button', { name: '새로 고침' })).toBeDefined()
  stream.close()
})
