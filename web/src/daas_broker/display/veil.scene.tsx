/** For tests of what lies over a picture: a desktop's stream whose line is `Line`, and its veil. */
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { vi } from 'vitest'
import { queries } from '@/kernel/queries'
import { Kit } from '@/kit/provider'
import { Channel } from './channel'
import type { Desk } from './desk'
import { DesktopStream } from './stream'
import { Veil } from './veil'

/** Opens nothing yet; the clock is the test's. */
export function veiled(Line: unknown): DesktopStream {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Line)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({} as never)
  const canvas = document.createElement('canvas')
  const want = { width: 800, height: 600, dpi: 96 }
  const stream = new DesktopStream('d', canvas, want, new Channel(() => undefined), 'rich')
  stream.ticket = () => Promise.resolve({ path: '/display', ticket: 't' } as never)
  const desk = { stream, desktop: 'd', screen: 1, focus: () => undefined } as unknown as Desk
  render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>
        <Veil desk={desk} />
      </Kit>
    </QueryClientProvider>,
  )
  return stream
}
