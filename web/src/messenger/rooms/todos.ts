/** Conversations that wait to be read, for the home page and the bell. */
import type { Todo } from '@/kernel/entry'
import { language, say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { session } from '@/kernel/session'
import { words } from '../words'
import { lineOf } from './last-line'
import { roomName } from './naming'
import { inboxQuery } from './state'

const MOST = 5

export async function unreadRooms(): Promise<readonly Todo[]> {
  const { rooms, people } = await queries.fetchQuery(inboxQuery)
  const t = say(words)
  const wanted = language()
  const who = session.get()
  const me = who !== null && who !== 'unknown' ? who.person.id : ''
  const saying = {
    others: (names: string, count: number) => t('rooms.others', { names, count }),
    alone: t('rooms.alone'),
  }
  return rooms
    .filter(room => room.unread > 0)
    .slice(0, MOST)
    .map(room => ({
      id: `room ${room.id}`,
      title: roomName(room, people, wanted, saying),
      note: [
        t('rooms.waiting', { count: room.unread }),
        room.last ? lineOf(room.last, { t, people, wanted, me }) : '',
      ].join(' · '),
      to: `/messenger/${room.id}`,
      action: { ko: '읽기', en: 'Read' },
      at: room.last_at,
    }))
}
