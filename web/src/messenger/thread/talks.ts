/** The logs that this page holds, one a room, kept true by catching up. */
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { type Store, store } from '@/kernel/store'
import type { Message, Page } from '../model'
import {
  addNewer,
  addOlder,
  addSent,
  begin,
  EMPTY,
  firstHeld,
  hasOlder,
  isBehind,
  type Log,
  lastHeld,
} from './log'

const PAGE = 50
const MOST_TO_CATCH_UP = 300

export interface Talk {
  readonly log: Log
  readonly state: 'loading' | 'ready' | 'failed'
  readonly refusal: Refusal | null
  readonly isLoadingOlder: boolean
}

const NEW: Talk = { log: EMPTY, state: 'loading', refusal: null, isLoadingOlder: false }
const talks = new Map<string, Store<Talk>>()
const fetching = new Map<string, { again: boolean }>()

export function talkOf(room: string): Store<Talk> {
  const found = talks.get(room) ?? store<Talk>(NEW)
  talks.set(room, found)
  return found
}

/** One that is closed to the reader. */
export function forgetTalk(room: string): void {
  talks.delete(room)
}

export function forgetTalks(): void {
  talks.clear()
}

function change(room: string, next: Partial<Talk>): void {
  const talk = talkOf(room)
  talk.set({ ...talk.get(), ...next })
}

interface Window {
  readonly before?: number
  readonly after?: number
  readonly changed_after?: number
  readonly limit: number
}

function fetchPage(room_id: string, query: Window): Promise<Page> {
  return ask(
    api.GET('/api/messenger/rooms/{room_id}/messages', { params: { path: { room_id }, query } }),
  )
}

/** Makes the log of a room whole again. Calls that come meanwhile lead to one more round. */
export async function catchUp(room: string): Promise<void> {
  const under = fetching.get(room)
  if (under) {
    under.again = true
    return
  }
  const round = { again: true }
  fetching.set(room, round)
  try {
    while (round.again) {
      round.again = false
      await fetchNewer(room)
    }
    change(room, { state: 'ready', refusal: null })
  } catch (error) {
    change(room, { state: 'failed', refusal: asRefusal(error) })
  } finally {
    fetching.delete(room)
  }
}

async function fetchNewer(room: string): Promise<void> {
  const { log, state } = talkOf(room).get()
  if (state === 'loading' || log.lastSeq - lastHeld(log) > MOST_TO_CATCH_UP) {
    const page = await fetchPage(room, { limit: PAGE })
    change(room, { log: begin(page) })
    return
  }
  for (;;) {
    const held = talkOf(room).get().log
    const page = await fetchPage(room, {
      after: lastHeld(held),
      changed_after: held.changes,
      limit: PAGE * 2,
    })
    change(room, { log: addNewer(talkOf(room).get().log, page) })
    if (page.messages.some(({ notice }) => notice)) {
      void queries.invalidateQueries({ queryKey: ['messenger', 'room', room] })
    }
    if (page.messages.length < PAGE * 2) return
  }
}

export async function loadOlder(room: string): Promise<void> {
  const { log, isLoadingOlder } = talkOf(room).get()
  if (isLoadingOlder || !hasOlder(log)) return
  change(room, { isLoadingOlder: true })
  try {
    const page = await fetchPage(room, { before: firstHeld(log), limit: PAGE })
    change(room, { log: addOlder(talkOf(room).get().log, page) })
  } finally {
    change(room, { isLoadingOlder: false })
  }
}

/** A hint: it tells where the room stands, or nothing at all. */
export function hinted(room: string, lastSeq: number | null, changes: number | null): void {
  const talk = talks.get(room)
  if (!talk) return
  const { log } = talk.get()
  if (lastSeq === null || isBehind(log, lastSeq, changes ?? 0)) void catchUp(room)
}

export function catchUpAll(): void {
  for (const room of talks.keys()) void catchUp(room)
}

/** One's own message has arrived at the server. */
export function laySent(room: string, sent: Message): void {
  const { log, state } = talkOf(room).get()
  if (state !== 'ready') return
  const next = addSent(log, sent)
  // The card of a document is described by the server, to this reader.
  if (next === log || sent.card) void catchUp(room)
  if (next !== log) change(room, { log: next })
}

export async function recall(room_id: string, seq: number): Promise<void> {
  const path = { room_id, seq }
  await ask(api.DELETE('/api/messenger/rooms/{room_id}/messages/{seq}', { params: { path } }))
  await catchUp(room_id)
}
