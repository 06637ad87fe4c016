/** What one does with a room. */
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import type { CardRef } from '../model'
import { refreshInbox, roomKey } from './state'

function at(room_id: string) {
  return { params: { path: { room_id } } }
}

function changed(room: string): void {
  refreshInbox()
  void queries.invalidateQueries({ queryKey: roomKey(room) })
}

/** With one other person the room of these two, whether it is new or not. */
export async function openRoom(members: readonly string[], name = ''): Promise<string> {
  const kind = members.length === 1 && name === '' ? 'direct' : 'group'
  const { id } = await ask(
    api.POST('/api/messenger/rooms', { body: { kind, members: [...members], name } }),
  )
  refreshInbox()
  return id
}

export async function invite(room: string, people: readonly string[]): Promise<void> {
  const body = { people: [...people] }
  await ask(api.POST('/api/messenger/rooms/{room_id}/members', { ...at(room), body }))
  changed(room)
}

export async function leave(room: string): Promise<void> {
  await ask(api.DELETE('/api/messenger/rooms/{room_id}/members/me', at(room)))
  refreshInbox()
}

export async function rename(room: string, name: string): Promise<void> {
  await ask(api.PUT('/api/messenger/rooms/{room_id}/name', { ...at(room), body: { name } }))
  changed(room)
}

export async function pin(room: string, is_pinned: boolean): Promise<void> {
  await ask(api.PUT('/api/messenger/rooms/{room_id}/pin', { ...at(room), body: { is_pinned } }))
  changed(room)
}

/** Who of the room may not read the document, and whether the reader may change that. */
export function sharingOf(room_id: string, card: CardRef) {
  return ask(
    api.GET('/api/messenger/rooms/{room_id}/sharing', {
      params: { path: { room_id }, query: { type: card.type, id: card.id } },
    }),
  )
}

export async function share(room: string, card: CardRef): Promise<void> {
  await ask(api.POST('/api/messenger/rooms/{room_id}/sharing', { ...at(room), body: card }))
}
