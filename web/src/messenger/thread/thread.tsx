/** One conversation: head, log, composer, and the members beside it. */
import { ArrowLeft, MessageCircleOff, PanelRight } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { liveness } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { LinkButton, ToggleIconButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { POLL_MS } from '../attendance'
import { type People, peopleOf, type RoomView } from '../model'
import { RoomAvatar, useRoomPresence } from '../rooms/list'
import { RoomPanel } from '../rooms/panel'
import { useRoom, useRoomName } from '../rooms/state'
import { words } from '../words'
import { Composer } from './composer'
import { LogView } from './log-view'
import { RoomSearch } from './search'
import s from './thread.module.css'

interface ThreadProps {
  readonly room: string
  /** A document that the reader came to send. */
  readonly document: string | null
  readonly onSent: () => void
}

export function Thread({ room, document, onSent }: ThreadProps) {
  const t = useWords(words)
  const { data, error, refetch } = useRoom(room)
  if (data) return <Open view={data} document={document} onSent={onSent} />
  if (error && 'status' in error && error.status === 404) {
    return (
      <Empty
        icon={MessageCircleOff}
        title={t('rooms.gone')}
        note={t('rooms.goneNote')}
        action={<LinkButton to="/messenger">{t('rooms.back')}</LinkButton>}
      />
    )
  }
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  return <Skeleton rows={6} />
}

interface OpenProps {
  readonly view: RoomView
  readonly document: string | null
  readonly onSent: () => void
}

function Open({ view, document, onSent }: OpenProps) {
  const t = useWords(words)
  const [isPanelOpen, showPanel] = useState(false)
  const people = peopleOf(view.people)
  return (
    <div className={s.open} data-panel={isPanelOpen}>
      <section className={s.thread}>
        <Head view={view} people={people} isPanelOpen={isPanelOpen} onPanel={showPanel} />
        <Away />
        <LogView key={view.room.id} view={view} people={people} />
        <Composer key={view.room.id} view={view} document={document} onSent={onSent} />
      </section>
      {isPanelOpen && (
        <aside className={s.panel} aria-label={t('room.info')}>
          <RoomPanel view={view} people={people} onClose={() => showPanel(false)} />
        </aside>
      )}
    </div>
  )
}

interface HeadProps {
  readonly view: RoomView
  readonly people: People
  readonly isPanelOpen: boolean
  readonly onPanel: (open: boolean) => void
}

function Head({ view, people, isPanelOpen, onPanel }: HeadProps) {
  const t = useWords(words)
  const name = useRoomName()(view.room, people)
  const presence = useRoomPresence([view.room])
  useTitle(name)
  return (
    <header className={s.head}>
      <span className={s.back}>
        <LinkButton to="/messenger" look="quiet" icon={ArrowLeft} aria-label={t('rooms.back')}>
          {''}
        </LinkButton>
      </span>
      <RoomAvatar room={view.room} people={people} presence={presence} />
      <div className={s.names}>
        <h2 className={s.name}>{name}</h2>
        <p className={s.note}>
          <About view={view} people={people} />
        </p>
      </div>
      <RoomSearch room={view.room.id} people={people} />
      <ToggleIconButton
        icon={PanelRight}
        label={t('room.info')}
        isSelected={isPanelOpen}
        onChange={onPanel}
      />
    </header>
  )
}

function About({ view, people }: Pick<HeadProps, 'view' | 'people'>) {
  const t = useWords(words)
  useLanguage()
  const [first] = view.room.others
  const other = first ? people.get(first) : undefined
  if (view.room.kind === 'direct' && other) return `${other.division} ${other.post}`
  return t('room.members', { count: view.room.member_count })
}

function Away() {
  const t = useWords(words)
  if (useStore(liveness) === 'flowing') return null
  return (
    <p className={s.away} role="status">
      {t('connection.away', { seconds: POLL_MS / 1000 })}
    </p>
  )
}
