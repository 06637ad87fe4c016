/** The conversations of this reader: pinned ones first, then by their last word. */
import { MessageCirclePlus, MessagesSquare, Pin, SearchX, Users } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { type Presence, usePresence } from '@/kernel/presence'
import { useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { matches } from '@/kernel/text'
import { Count } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Empty } from '@/kit/empty'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { SearchField } from '@/kit/search-field'
import { Skeleton } from '@/kit/skeleton'
import type { People, RoomLine } from '../model'
import { useLivePresence } from '../people/presence'
import { drafts } from '../thread/drafts'
import { words } from '../words'
import { lineOf } from './last-line'
import s from './list.module.css'
import { shortMoment } from './naming'
import { useInbox, useRoomName } from './state'

interface RoomListProps {
  readonly chosen: string
  readonly onChoose: (room: string) => void
}

export function RoomList({ chosen, onChoose }: RoomListProps) {
  const t = useWords(words)
  const [query, search] = useState('')
  const { data, error, refetch } = useInbox()
  return (
    <div className={s.side}>
      <div className={s.head}>
        <h1 className={s.title}>{t('title')}</h1>
        <LinkButton to="/messenger/new" look="primary" icon={MessageCirclePlus}>
          {t('rooms.new')}
        </LinkButton>
      </div>
      <div className={s.search}>
        <SearchField label={t('rooms.search')} value={query} onChange={search} />
      </div>
      <div className={s.scroll}>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {data ? (
          <Found {...data} query={query} chosen={chosen} onChoose={onChoose} />
        ) : (
          !error && <Skeleton rows={8} />
        )}
      </div>
    </div>
  )
}

interface FoundProps extends RoomListProps {
  readonly rooms: readonly RoomLine[]
  readonly people: People
  readonly query: string
}

function Found({ rooms, people, query, chosen, onChoose }: FoundProps) {
  const t = useWords(words)
  const name = useRoomName()
  const found = rooms.filter(room => matches(name(room, people), query))
  const presence = useRoomPresence(rooms)
  return (
    <PickList
      label={t('rooms.list')}
      items={found}
      idOf={room => room.id}
      textOf={room => name(room, people)}
      selection="single"
      selected={new Set(chosen ? [chosen] : [])}
      onSelect={([first]) => onChoose(first ?? chosen)}
      onOpen={room => onChoose(room.id)}
      empty={
        query ? (
          <Empty icon={SearchX} title={t('rooms.notFound')} note={t('rooms.notFoundNote')} />
        ) : (
          <Empty icon={MessagesSquare} title={t('rooms.none')} note={t('rooms.noneNote')} />
        )
      }
    >
      {room => <RoomFace room={room} people={people} presence={presence} />}
    </PickList>
  )
}

/** Of those one talks to alone: asked for all rooms at once, and followed. */
export function useRoomPresence(rooms: readonly RoomLine[]): ReadonlyMap<string, Presence> {
  const ids = rooms.flatMap(({ kind, others }) => (kind === 'direct' ? others : []))
  useLivePresence(ids)
  return usePresence(ids)
}

interface RoomFaceProps {
  readonly room: RoomLine
  readonly people: People
  readonly presence: ReadonlyMap<string, Presence>
}

export function RoomFace({ room, people, presence }: RoomFaceProps) {
  const t = useWords(words)
  const name = useRoomName()
  return (
    <RowFace
      start={<RoomAvatar room={room} people={people} presence={presence} />}
      title={
        <span className={s.name}>
          <span className={s.nameText}>{name(room, people)}</span>
          {room.kind === 'group' && <span className={s.number}>{room.member_count}</span>}
          {room.is_pinned && <Pin size={13} aria-label={t('rooms.pinned')} className={s.pin} />}
        </span>
      }
      note={<LastLine room={room} people={people} />}
      end={
        <span className={s.end}>
          <time dateTime={room.last_at}>{shortMoment(room.last_at)}</time>
          {room.unread > 0 ? (
            <span title={t('rooms.unread', { count: room.unread })}>
              <Count value={room.unread} tone="danger" />
            </span>
          ) : (
            <span className={s.noCount} />
          )}
        </span>
      }
    />
  )
}

function LastLine({ room, people }: Omit<RoomFaceProps, 'presence'>) {
  const t = useWords(words)
  const wanted = useLanguage()
  const { person: me } = useSession()
  const draft = useStore(drafts).get(room.id)
  if (draft) return <span className={cx(s.last, s.draft)}>{t('send.draft', { text: draft })}</span>
  if (!room.last) return null
  return <span className={s.last}>{lineOf(room.last, { t, people, wanted, me: me.id })}</span>
}

export function RoomAvatar({ room, people, presence }: RoomFaceProps) {
  const [first] = room.others
  const person = first ? people.get(first) : undefined
  if (room.kind === 'direct' && person) {
    return <Avatar person={{ ...person, presence: presence.get(person.id) }} />
  }
  return (
    <span className={s.group} aria-hidden>
      <Users size={18} />
    </span>
  )
}
