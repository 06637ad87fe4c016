/** The last few conversations, unread ones first. */
import { MessagesSquare } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { PickList } from '@/kit/list'
import type { RoomLine } from '../model'
import { words } from '../words'
import { RoomFace, useRoomPresence } from './list'
import { useInboxNow, useRoomName } from './state'

const SHOWN = 5

export default function Talks() {
  const t = useWords(words)
  const { rooms, people } = useInboxNow()
  const name = useRoomName()
  const shown = [...rooms].sort(unreadFirst).slice(0, SHOWN)
  const presence = useRoomPresence(shown)
  return (
    <PickList
      label={t('title')}
      items={shown}
      idOf={room => room.id}
      textOf={room => name(room, people)}
      hrefOf={room => `/messenger/${room.id}`}
      empty={
        <Empty
          icon={MessagesSquare}
          title={t('rooms.none')}
          note={t('rooms.noneNote')}
          action={<LinkButton to="/messenger/new">{t('rooms.new')}</LinkButton>}
        />
      }
    >
      {room => <RoomFace room={room} people={people} presence={presence} />}
    </PickList>
  )
}

function unreadFirst(a: RoomLine, b: RoomLine): number {
  return (
    Number(b.unread > 0) - Number(a.unread > 0) || Date.parse(b.last_at) - Date.parse(a.last_at)
  )
}
