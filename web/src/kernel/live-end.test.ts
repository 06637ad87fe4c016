import { beforeEach, expect, it, vi } from 'vitest'
import { endedBy, socket } from './live'
import { refreshSession } from './session'

const line = {
  hear: null as ((event: string, hint: unknown) => void) | null,
  on: () => undefined,
  onAny(listener: (event: string, hint: unknown) => void) {
    line.hear = listener
  },
}
vi.mock('socket.io-client', () => ({ io: () => line }))
vi.mock('./session', () => ({
  refreshSession: vi.fn(async () => undefined),
  session: { get: () => ({}) },
  isSomebodyElse: () => false,
}))

beforeEach(() => {
  vi.mocked(refreshSession).mockClear()
})

it('a sign-in that was ended elsewhere is asked about at once, under whatever topic it is told', async () => {
  await socket()
  line.hear?.('room.changed', { topic: 'room:1' })
  expect(refreshSession).not.toHaveBeenCalled()
  line.hear?.('session.ended', { topic: 'session:7', reason: 'alarm' })
  expect(refreshSession).toHaveBeenCalledOnce()
  expect(endedBy.get()).toBe('alarm')
})

it('where somebody signed in anew in this browser the cut of the socket asks, and not sooner', async () => {
  await socket()
  line.hear?.('session.ended', { topic: 'session:7', reason: 'replaced' })
  expect(refreshSession).not.toHaveBeenCalled()
})
