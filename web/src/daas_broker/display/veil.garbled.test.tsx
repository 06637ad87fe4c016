import { act, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DesktopStream } from './stream'
import { veiled } from './veil.scene'

/** A gateway that lets everybody in. */
class Open {
  static readonly OPEN = 1
  static last: Open
  onopen: (() => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  readyState = 1
  isClosed = false
  constructor() {
    Open.last = this
    queueMicrotask(() => this.onopen?.())
  }
  send() {}
  close() {
    this.isClosed = true
  }
  draw(jpeg: readonly number[]) {
    this.onmessage?.({ data: Uint8Array.of(3, 0, 0, 1, 0, 0, ...jpeg).buffer })
  }
}

const header = (side: number) => [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, side, 0, side, 0, 1, 1, 0x11, 0]

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function shown(): Promise<DesktopStream> {
  const stream = veiled(Open)
  void stream.open()
  await act(() => vi.advanceTimersByTimeAsync(10))
  return stream
}

const GARBLED = '가상PC가 알아볼 수 없는 화면을 보내 연결을 끊었습니다'

test('[DK16] a picture larger than any screen is not decoded, and ends its line', async () => {
  const decode = vi.fn()
  vi.stubGlobal('createImageBitmap', decode)
  const stream = await shown()
  const line = Open.last
  await act(async () => line.draw(header(255)))
  expect(screen.getByText(GARBLED)).toBeDefined()
  expect([line.isClosed, decode.mock.calls.length]).toEqual([true, 0])
  stream.close()
})

test('[DK16] one picture that cannot be read is left out, and so many end their line', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('none')))
  const stream = await shown()
  const line = Open.last
  await act(async () => line.draw(header(1)))
  expect(screen.queryByText(GARBLED)).toBeNull()
  for (let each = 0; each < 20; each += 1) await act(async () => line.draw(header(1)))
  expect(screen.getByText(GARBLED)).toBeDefined()
  expect(line.isClosed).toBe(true)
  stream.close()
})
