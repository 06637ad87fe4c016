import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { beforeEach, expect, it, vi } from 'vitest'
import { hangUp, useLive } from './live'

/** The transport, as far as we use it. */
class FakeSocket {
  connected = true
  watched: string[] = []
  private listeners: Record<string, () => void> = {}
  private any: (event: string, hint: unknown) => void = () => undefined
  on(event: string, listener: () => void) {
    this.listeners[event] = listener
  }
  onAny(listener: (event: string, hint: unknown) => void) {
    this.any = listener
  }
  emit(event: string, said: { topic?: string; topics?: string[] }, done?: () => void) {
    if (event === 'watch') this.watched.push(...(said.topics ?? []))
    if (event === 'unwatch') this.watched = this.watched.filter(topic => topic !== said.topic)
    done?.()
  }
  disconnect() {
    this.connected = false
  }
  say(event: string, hint: object) {
    this.any(event, hint)
  }
  reconnect() {
    this.listeners.connect?.()
  }
}

let line: FakeSocket
vi.mock('socket.io-client', () => ({ io: () => line }))
beforeEach(() => {
  hangUp()
  line = new FakeSocket()
})

function watchedCounter(fetched: () => number) {
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const fetches = vi.fn(async () => fetched())
  const hook = renderHook(
    () => {
      useLive<number>('room:1', ['counter'], (state, event, hint) =>
        event === 'added' && typeof hint.by === 'number' ? state + hint.by : undefined,
      )
      return useQuery({ queryKey: ['counter'], queryFn: fetches }).data
    },
    { wrapper },
  )
  return { ...hook, fetches }
}

it('a hint that can be applied changes the state without a fetch', async () => {
  const { result, fetches } = watchedCounter(() => 5)
  await waitFor(() => expect(line.watched).toEqual(['room:1']))
  await waitFor(() => expect(result.current).toBe(5))
  const before = fetches.mock.calls.length
  line.say('added', { topic: 'room:1', by: 2 })
  await waitFor(() => expect(result.current).toBe(7))
  expect(fetches.mock.calls.length).toBe(before)
})

it('a hint that cannot be understood, and a new connection, start over from a fetch', async () => {
  let truth = 5
  const { result } = watchedCounter(() => truth)
  await waitFor(() => expect(result.current).toBe(5))
  truth = 8
  line.say('rebuilt', { topic: 'room:1' })
  await waitFor(() => expect(result.current).toBe(8))
  truth = 9
  line.reconnect()
  await waitFor(() => expect(result.current).toBe(9))
})

it('a hint of another topic is none of ours; leaving stops watching', async () => {
  const { result, unmount } = watchedCounter(() => 5)
  await waitFor(() => expect(result.current).toBe(5))
  line.say('added', { topic: 'room:2', by: 2 })
  expect(result.current).toBe(5)
  unmount()
  await waitFor(() => expect(line.watched).toEqual([]))
})
