import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Cell } from './cells'
import { type Source, useSquares } from './squares'

const HERE: Cell = { level: 14, x: 1, y: 1 }
const THERE: Cell = { level: 14, x: 2, y: 1 }
const EMPTY = new Uint8Array()
const CELLS = [HERE, THERE]

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settled = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)))

it('[MP5] what lies on the phone is drawn while a line hangs', async () => {
  const source: Source = cell => (cell.x === 1 ? Promise.resolve(EMPTY) : new Promise(() => {}))
  const { result } = renderHook(() => useSquares(CELLS, source))
  await settled()
  expect(result.current.there.map(({ cell }) => cell)).toEqual([HERE])
  expect(result.current.missing).toEqual([])
})

it('[MP5] what could not be had is told, and asked for again until it comes', async () => {
  let line = false
  const source = vi.fn<Source>(async cell => (cell.x === 1 || line ? EMPTY : null))
  const { result } = renderHook(() => useSquares(CELLS, source))
  await settled()
  expect(result.current.missing).toEqual([THERE])
  line = true
  await act(async () => void (await vi.advanceTimersByTimeAsync(10_000)))
  expect(result.current.missing).toEqual([])
  expect(source.mock.calls.filter(([cell]) => cell.x === 1)).toHaveLength(1)
})

it('[MP2] a square that cannot be read spoils no other', async () => {
  const source: Source = async cell => (cell.x === 1 ? EMPTY : new Uint8Array([0x1a, 0xff, 0xff]))
  const { result } = renderHook(() => useSquares(CELLS, source))
  await settled()
  expect(result.current.there.map(({ cell }) => cell)).toEqual([HERE])
})

it('[MP4] another map is asked for anew', async () => {
  const first: Source = async () => EMPTY
  const second = vi.fn<Source>(async () => null)
  const { result, rerender } = renderHook(({ source }) => useSquares(CELLS, source), {
    initialProps: { source: first },
  })
  await settled()
  rerender({ source: second })
  await settled()
  expect(second).toHaveBeenCalledTimes(2)
  expect(result.current.there).toEqual([])
})
