/** The rooms of this reader, and one of them with its members. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { MessageCircle } from 'lucide-react'
import { useCallback } from 'react'
import { api, ask } from '@/kernel/api'
import type { Found } from '@/kernel/entry'
import { language, say, useLanguage, useWords } from '@/kernel/i18n'
import { type Hint, useLive } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { matches } from '@/kernel/text'
import { type People, peopleOf, type RoomLine, type RoomView } from '../model'
import { moved } from '../thread/log'
import { words } from '../words'
import { roomName } from './naming'

export const INBOX = ['messenger', 'rooms'] as const
const MOST_FOUND = 6

export interface Inbox {
  readonly rooms: readonly RoomLine[]
  readonly people: People
}

async function fetchInbox(): Promise<Inbox> {
  const found = await ask(api.GET('/api/messenger/rooms'))
  return { rooms: found.rooms, people: peopleOf(found.people) }
}

export const inboxQuery = { queryKey: INBOX, queryFn: fetchInbox, staleTime: 60_000 }

export function useInbox() {
  return useQuery(inboxQuery)
}

export function useInboxNow(): Inbox {
  return useSuspenseQuery(inboxQuery).data
}

export function roomKey(room: string) {
  return ['messenger', 'room', room] as const
}

/** A room and how far each member has read, kept true by hints. */
export function useRoom(room_id: string) {
  const key = roomKey(room_id)
  useLive<RoomView>(`room:${room_id}`, key, applyRead)
  return useQuery({
    queryKey: key,
    queryFn: () =>
      ask(api.GET('/api/messenger/rooms/{room_id}', { params: { path: { room_id } } })),
    staleTime: 60_000,
  })
}

function applyRead(view: RoomView, event: string, hint: Hint): RoomView | undefined {
  if (event !== 'messenger.read') return undefined
  const members = [...moved(view.members, String(hint['person']), Number(hint['seq']))]
  return { ...view, members }
}

export function useRoomName(): (room: RoomLine, people: People) => string {
  const t = useWords(words)
  const wanted = useLanguage()
  return useCallback(
    (room, people) =>
      roomName(room, people, wanted, {
        others: (names, count) => t('rooms.others', { names, count }),
        alone: t('rooms.alone'),
      }),
    [t, wanted],
  )
}

let isRefreshing = false
const TOGETHER_MS = 150

/** The list and the number in the rail; hints that come together lead to one question. */
export function refreshInbox(): void {
  if (isRefreshing) return
  isRefreshing = true
  setTimeout(() => {
    isRefreshing = false
    void queries.invalidateQueries({ queryKey: INBOX })
    void queries.invalidateQueries({ queryKey: ['count', 'messenger'] })
    void queries.invalidateQueries({ queryKey: ['todos', 'messenger'] })
  }, TOGETHER_MS)
}

export async function countUnread(): Promise<number> {
  return (await ask(api.GET('/api/messenger/unread'))).messages
}

export async function markRead(room_id: string, seq: number): Promise<void> {
  queries.setQueryData<Inbox>(
    INBOX,
    inbox =>
      inbox && {
        ...inbox,
        rooms: inbox.rooms.map(room => (room.id === room_id ? { ...room, unread: 0 } : room)),
      },
  )
  await ask(
    api.PUT('/api/messenger/rooms/{room_id}/read', {
      params: { path: { room_id } },
      body: { seq },
    }),
  )
}

export async function findRooms(query: string): Promise<readonly Found[]> {
  const { rooms, people } = await queries.fetchQuery(inboxQuery)
  const t = say(words)
  const saying = {
    others: (names: string, count: number) => t('rooms.others', { names, count }),
    alone: t('rooms.alone'),
  }
  return rooms
    .map(room => ({ room, name: roomName(room, people, language(), saying) }))
    .filter(({ name }) => matches(name, query))
    .slice(0, MOST_FOUND)
    .map(({ room, name }) => ({
      id: room.id,
      title: name,
      note: room.last?.body ?? '',
      icon: MessageCircle,
      to: `/messenger/${room.id}`,
    }))
}
