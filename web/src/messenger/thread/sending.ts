/** Brings the outbox to the server: one message a room at a time, in order, until each has arrived. */
import { api, ask } from '@/kernel/api'
import { asRefusal } from '@/kernel/refusal'
import { store } from '@/kernel/store'
import type { CardRef, Message } from '../model'
import { dropUnsent, keepUnsent, unsentOf } from './keep'
import { inOrder, nextOf, roomsToSend, type Unsent, verdict } from './outbox'
import { laySent } from './talks'

export const outbox = store<readonly Unsent[]>([])
const busy = new Set<string>()
const wakes = new Map<string, () => void>()

/** What the person wrote before a reload, or before the session ended. */
export async function resume(sender: string): Promise<void> {
  const kept = await unsentOf(sender)
  const known = new Set(outbox.get().map(({ clientId }) => clientId))
  outbox.set(inOrder([...outbox.get(), ...kept.filter(({ clientId }) => !known.has(clientId))]))
  flush()
}

/** Leaves what is unsent in the browser's database, for the same person to come back to. */
export function suspend(): void {
  outbox.set([])
  for (const wake of wakes.values()) wake()
}

export function say(sender: string, room: string, body: string, card: CardRef | null): void {
  const unsent: Unsent = { clientId: freshId(), room, sender, body, card, at: Date.now() }
  outbox.set([...outbox.get(), unsent])
  void keepUnsent(unsent).finally(flush)
}

/** What was refused, once more; or everything that waits, now. */
export function retry(clientId?: string): void {
  const { refused: _, ...again } = find(clientId) ?? {}
  if ('clientId' in again) replace(again as Unsent)
  for (const wake of wakes.values()) wake()
  flush()
}

export function drop(clientId: string): void {
  outbox.set(outbox.get().filter(unsent => unsent.clientId !== clientId))
  void dropUnsent(clientId)
}

function find(clientId: string | undefined): Unsent | undefined {
  return outbox.get().find(unsent => unsent.clientId === clientId)
}

function replace(changed: Unsent): void {
  outbox.set(outbox.get().map(unsent => (unsent.clientId === changed.clientId ? changed : unsent)))
  void keepUnsent(changed)
}

function flush(): void {
  for (const room of roomsToSend(outbox.get())) {
    if (busy.has(room)) continue
    busy.add(room)
    void sendAll(room).finally(() => busy.delete(room))
  }
}

async function sendAll(room: string): Promise<void> {
  let tries = 0
  for (;;) {
    const next = nextOf(outbox.get(), room)
    if (!next) return
    try {
      laySent(room, await send(next))
      drop(next.clientId)
      tries = 0
    } catch (error) {
      const judged = verdict(asRefusal(error), tries, Math.random())
      if (judged.kind === 'wait') await pause(room, judged.ms)
      else replace({ ...next, refused: { code: judged.code, facts: judged.facts } })
      tries += 1
    }
  }
}

function send({ clientId, room, body, card }: Unsent): Promise<Message> {
  return ask(
    api.POST('/api/messenger/rooms/{room_id}/messages', {
      params: { path: { room_id: room } },
      body: { client_id: clientId, kind: card ? 'card' : 'text', body, card },
    }),
  )
}

/** Until the time is over, or somebody thinks that it may work now. */
function pause(room: string, ms: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      wakes.delete(room)
      resolve()
    }
    wakes.set(room, done)
  })
}

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
