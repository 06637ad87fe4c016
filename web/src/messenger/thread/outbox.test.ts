import { expect, it } from 'vitest'
import { Refusal } from '@/kernel/refusal'
import { nextOf, roomsToSend, type Unsent, verdict } from './outbox'

function unsent(clientId: string, room: string, at: number, isRefused = false): Unsent {
  const refused = isRefused ? { refused: { code: 'text_too_long', facts: {} } } : {}
  return { clientId, room, sender: 'ann', body: '', card: null, at, ...refused }
}

it('sends each room in the order of writing, past what was refused', () => {
  const all = [
    unsent('c', 'r', 3),
    unsent('a', 'r', 1, true),
    unsent('b', 'r', 2),
    unsent('d', 'q', 4),
  ]
  expect(nextOf(all, 'r')?.clientId).toBe('b')
  expect(roomsToSend(all)).toEqual(['r', 'q'])
  expect(nextOf(all, 'elsewhere')).toBeUndefined()
})

it('tries again after what passes, later each time and never much later', () => {
  const away = new Refusal('unreachable', 0)
  const waits = [0, 1, 2, 3, 9, 30].map(tries => verdict(away, tries, 1))
  const ms = waits.map(judged => (judged.kind === 'wait' ? judged.ms : 0))
  expect(ms).toEqual([...ms].sort((a, b) => a - b))
  expect(ms[0]).toBeGreaterThan(0)
  expect(ms.at(-1)).toBeLessThanOrEqual(20_000)
})

it('waits as long as the server asks, and for the person to sign in again', () => {
  const fast = verdict(new Refusal('too_fast', 429, { retry_after: 7 }), 0, 0)
  expect(fast).toEqual({ kind: 'wait', ms: 7000 })
  expect(verdict(new Refusal('not_signed_in', 401), 0, 0).kind).toBe('wait')
})

it('asks the person about what will not pass by itself', () => {
  const judged = verdict(new Refusal('text_too_long', 400, { limit: 10_000 }), 0, 0)
  expect(judged).toEqual({ kind: 'refused', code: 'text_too_long', facts: { limit: 10_000 } })
})
