/** What was said, oldest above. Older pages come while scrolling up and keep the reader's place. */
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { day } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import type { People, RoomView } from '../model'
import { noticeOf } from '../rooms/last-line'
import { markRead, useRoomName } from '../rooms/state'
import { words } from '../words'
import { Bubble } from './bubble'
import { hasOlder, lastHeld } from './log'
import s from './log-view.module.css'
import { type LogRow, rowsOf } from './rows'
import { outbox } from './sending'
import { catchUp, loadOlder, type Talk, talkOf } from './talks'
import { UnsentBubble } from './unsent'

const NEAR_TOP_PX = 320
const AT_END_PX = 48
const READ_AFTER_MS = 250

interface LogViewProps {
  readonly view: RoomView
  readonly people: People
}

export function LogView({ view, people }: LogViewProps) {
  const room = view.room.id
  const talk = useStore(talkOf(room))
  useEffect(() => void catchUp(room), [room])
  if (talk.state === 'loading') return <Skeleton rows={6} />
  if (talk.state === 'failed' && talk.log.messages.length === 0) {
    return <Problem error={talk.refusal} onRetry={() => void catchUp(room)} />
  }
  return <Scrolling view={view} people={people} talk={talk} />
}

interface ScrollingProps extends LogViewProps {
  readonly talk: Talk
}

function Scrolling({ view, people, talk }: ScrollingProps) {
  const t = useWords(words)
  const { person: me } = useSession()
  const room = view.room.id
  const { log } = talk
  const newFrom = useNewFrom(view)
  const rows = rowsOf(log.messages, newFrom)
  const unsent = useStore(outbox).filter(one => one.room === room)
  const name = useRoomName()(view.room, people)
  const { scroller, isAtEnd, toEnd, missed, onScroll } = useScroll(talk, room, unsent.length)
  useReading(view, lastHeld(log), isAtEnd)
  return (
    <div className={s.around}>
      <div
        ref={scroller}
        className={s.scroll}
        onScroll={onScroll}
        role="log"
        aria-label={t('thread.log', { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        onKeyDown={walk}
      >
        <div className={s.top}>
          {hasOlder(log) ? (
            <span className={s.loading}>{talk.isLoadingOlder && t('thread.loading')}</span>
          ) : (
            t('thread.first')
          )}
        </div>
        <ol className={s.rows}>
          {rows.map(row => (
            <RowView key={row.key} row={row} view={view} people={people} talk={talk} me={me.id} />
          ))}
          {unsent.map(one => (
            <UnsentBubble key={one.clientId} unsent={one} />
          ))}
        </ol>
      </div>
      {!isAtEnd && (
        <span className={s.end}>
          <Button size="s" look={missed > 0 ? 'primary' : 'plain'} icon={ArrowDown} onPress={toEnd}>
            {missed > 0 ? t('thread.newer', { count: missed }) : t('thread.bottom')}
          </Button>
        </span>
      )}
    </div>
  )
}

/** Up and down move from message to message; Enter opens the menu of the one in focus. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.target instanceof HTMLButtonElement) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')]
  const at = all.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'Enter' && at >= 0) {
    event.preventDefault()
    all[at]?.querySelector<HTMLElement>('[data-acts] button')?.click()
    return
  }
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  event.preventDefault()
  const next = at < 0 ? all.length - 1 : at + (event.key === 'ArrowUp' ? -1 : 1)
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus()
}

interface RowViewProps extends LogViewProps {
  readonly row: LogRow
  readonly talk: Talk
  readonly me: string
}

function RowView({ row, view, people, talk, me }: RowViewProps) {
  const t = useWords(words)
  const wanted = useLanguage()
  switch (row.kind) {
    case 'day':
      return (
        <li className={s.day}>
          <time dateTime={row.at}>{day(row.at)}</time>
        </li>
      )
    case 'new':
      return (
        <li className={s.new} data-new>
          {t('thread.here')}
        </li>
      )
    case 'notice':
      return <li className={s.notice}>{noticeOf(row.message, { t, people, wanted, me })}</li>
    case 'message':
      return <Bubble {...row} view={view} people={people} cards={talk.log.cards} />
  }
}

/** Where unread messages began when the room was opened; it stays while the room is open. */
function useNewFrom({ room }: RoomView): number | null {
  const [from] = useState(() => (room.unread > 0 ? Math.max(room.read_seq, room.joined_seq) : null))
  return from
}

function useScroll(talk: Talk, room: string, unsent: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const place = useRef({ first: 0, last: 0, height: 0, unsent: 0, isOpened: false })
  const [isAtEnd, setAtEnd] = useState(true)
  const [missed, setMissed] = useState(0)
  const first = talk.log.messages[0]?.seq ?? 0
  const last = lastHeld(talk.log)
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const was = place.current
    place.current = { first, last, height: box.scrollHeight, unsent, isOpened: true }
    if (!was.isOpened) openAt(box)
    else if (first < was.first) box.scrollTop += box.scrollHeight - was.height
    else if (isAtEnd || unsent > was.unsent) box.scrollTop = box.scrollHeight
    else setMissed(count => count + Math.max(0, last - was.last))
  }, [first, last, unsent, isAtEnd])
  useKeepEnd(scroller, isAtEnd)
  function onScroll() {
    const box = scroller.current
    if (!box) return
    const left = box.scrollHeight - box.scrollTop - box.clientHeight
    setAtEnd(left < AT_END_PX)
    if (left < AT_END_PX) setMissed(0)
    if (box.scrollTop < NEAR_TOP_PX) void loadOlder(room)
  }
  function toEnd() {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }
  return { scroller, isAtEnd, missed, toEnd, onScroll }
}

/** At the first unread message when there is one, else at the end. */
function openAt(box: HTMLElement): void {
  const mark = box.querySelector<HTMLElement>('[data-new]')
  box.scrollTop = mark ? mark.offsetTop - box.clientHeight / 3 : box.scrollHeight
}

/** The composer or a message grows, a phone's keyboard opens: who was at the end stays there. */
function useKeepEnd(scroller: React.RefObject<HTMLDivElement | null>, isAtEnd: boolean): void {
  useEffect(() => {
    const box = scroller.current
    if (!box || !isAtEnd) return
    const observer = new ResizeObserver(() => {
      box.scrollTop = box.scrollHeight
    })
    for (const part of [box, ...box.children]) observer.observe(part)
    return () => observer.disconnect()
  }, [scroller, isAtEnd])
}

/** Read is what was on the screen of somebody who looked at it. */
function useReading({ room }: RoomView, last: number, isAtEnd: boolean): void {
  const told = useRef(room.read_seq)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function look() {
      if (!isAtEnd || last <= told.current || document.visibilityState !== 'visible') return
      if (!document.hasFocus()) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        told.current = last
        void markRead(room.id, last).catch(() => {
          told.current = room.read_seq
        })
      }, READ_AFTER_MS)
    }
    look()
    addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [room.id, room.read_seq, last, isAtEnd])
}
