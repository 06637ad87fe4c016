import { act, render, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { Stage } from './stage'
import type { Recording } from './state'

/** What is asked of the server, and what it answers: a chunk of a second each, as far as noted. */
const said = vi.hoisted(() => ({ asked: [] as string[], chunks: 0, ended: false }))

vi.mock('../display/screen', () => ({
  Screen: class {
    size = { width: 0, height: 0 }
    forget() {}
    clear() {}
    resize() {}
    paint = async () => undefined
    draw() {}
  },
}))
vi.mock('../display/video', () => ({
  Video: class {
    waiting = 0
    forget() {}
    take() {}
  },
}))
vi.mock('./state', async original => ({
  ...(await original<typeof import('./state')>()),
  fetchStretch: async (_id: string, _viewing: string, from: { ms?: number; chunk?: number }) => {
    said.asked.push(JSON.stringify(from))
    const first = from.chunk ?? Math.floor((from.ms ?? 0) / 1000)
    const bytes: number[] = []
    for (let chunk = first; chunk < said.chunks; chunk += 1) bytes.push(...pointer(chunk * 1000))
    return new Uint8Array([...bytes, ...last(said.ended ? null : said.chunks)])
  },
}))

function record(kind: number, at: number, payload: Uint8Array): number[] {
  const head = new DataView(new ArrayBuffer(9))
  head.setUint8(0, kind)
  head.setUint32(1, at)
  head.setUint32(5, payload.length)
  return [...new Uint8Array(head.buffer), ...payload]
}
const pointer = (at: number) => record(3, at, new TextEncoder().encode(`m,${at / 100},0,0,0`))
const last = (next: number | null) =>
  next === null
    ? record(0x21, 0, new Uint8Array())
    : record(0x20, 0, new Uint8Array([0, 0, 0, next]))

const recording = (chunks: number, ended: boolean): Recording => {
  said.chunks = chunks
  said.ended = ended
  const length_ms = (chunks - 1) * 1000
  return {
    id: 'r',
    person: '김하늘',
    is_light: false,
    length_ms,
    ended_at: ended ? 'x' : null,
  } as Recording
}
const position = () =>
  Number(document.querySelector('[data-position]')?.getAttribute('data-position'))
const plays = async (ms: number) => {
  await act(async () => void (await vi.advanceTimersByTimeAsync(ms)))
}

const FRAME_MS = 200 // few of them: each is drawn

beforeEach(() => {
  said.asked.length = 0
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) =>
    setTimeout(() => draw(performance.now()), FRAME_MS),
  )
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
  return () => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
})

test('what is still recorded goes on where it is when it has become longer', async () => {
  const { rerender } = render(<Stage recording={recording(9, false)} marks={[]} viewing="v" />)
  await plays(3_000)
  const before = position()
  expect(before).toBeGreaterThan(2_000)
  rerender(<Stage recording={recording(12, false)} marks={[]} viewing="v" />)
  await plays(FRAME_MS)
  expect(position()).toBeGreaterThanOrEqual(before)
  expect(said.asked.filter(each => each === '{"ms":0}')).toHaveLength(1)
})

test('at its end it waits for more, asks for nothing meanwhile, and ends with it', async () => {
  const { rerender } = render(<Stage recording={recording(3, false)} marks={[]} viewing="v" />)
  await plays(2_500)
  expect(position()).toBe(2_000)
  expect(screen.getByText(/이어지는 화면을 기다립니다/)).toBeDefined()
  const asked = said.asked.length
  await plays(700)
  expect(said.asked).toHaveLength(asked)
  rerender(<Stage recording={recording(6, false)} marks={[]} viewing="v" />)
  await plays(2_000)
  expect(position()).toBeGreaterThan(3_000)
  rerender(<Stage recording={recording(7, true)} marks={[]} viewing="v" />)
  await plays(5_000)
  expect(position()).toBe(6_000)
  expect(screen.queryByText(/이어지는 화면을 기다립니다/)).toBe(null)
  expect(screen.getByRole('button', { name: '재생' })).toBeDefined()
})

test('to its end one can go while it is still recorded', async () => {
  render(<Stage recording={recording(5, false)} marks={[]} viewing="v" />)
  await plays(100)
  const bar = document.querySelector('[data-seek]') as HTMLElement
  act(() => void bar.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true })))
  await plays(1_000)
  expect(position()).toBe(4_000)
  expect(screen.queryByText('불러오는 중')).toBe(null)
  expect(said.asked.length).toBeLessThan(6)
})
