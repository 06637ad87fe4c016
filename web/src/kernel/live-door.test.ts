import { expect, it, vi } from 'vitest'
import { comeBack, keptOut, watch } from './live'

/** The transport, while a door keeps it out. */
const line = {
  active: false,
  connected: false,
  tries: 0,
  refused: null as ((why: Error) => unknown) | null,
  on(event: string, listener: (why: Error) => unknown) {
    if (event === 'connect_error') line.refused = listener
  },
  onAny: () => undefined,
  emit: () => undefined,
  connect: () => void line.tries++,
}
vi.mock('socket.io-client', () => ({ io: () => line }))
vi.mock('./session', () => ({
  refreshSession: async () => undefined,
  session: { get: () => ({}) },
  isSomebodyElse: () => false,
}))

it('[VS11] who was kept out before a network comes back as soon as one is entered, not some time later', async () => {
  watch('person:1', { hint: () => undefined, doubt: () => undefined })
  await vi.waitFor(() => expect(line.refused).not.toBeNull())
  line.refused?.(new Error('tunnel_quarantined'))
  expect(keptOut.get()).toBe(1)
  await new Promise(done => setTimeout(done, 20))
  expect(line.tries).toBe(0)
  comeBack()
  await vi.waitFor(() => expect(line.tries).toBe(1))
})
