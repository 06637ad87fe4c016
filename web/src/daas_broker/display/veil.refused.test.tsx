import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { veiled } from './veil.scene'

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
  vi.spyOn(api, 'GET').mockReturnValue(new Promise(() => undefined) as never)
  const stream = veiled(Shut)
  void stream.open()
  await vi.advanceTimersByTimeAsync(600)
  expect(screen.queryByText(/접속표를 받지 않았습니다/)).toBeNull()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(screen.getByText(/접속표를 받지 않았습니다/)).toBeDefined()
  expect(screen.getByRole('button', { name: '새로 고침' })).toBeDefined()
  stream.close()
})
