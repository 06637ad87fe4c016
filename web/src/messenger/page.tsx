/** 메신저 (M01): the list, the conversation, and who is in it. On a phone one of them at a time. */
import { MessagesSquare } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import s from './page.module.css'
import { NewRoom } from './people/new-room'
import { openRoom } from './rooms/actions'
import { RoomList } from './rooms/list'
import { Thread } from './thread/thread'
import { words } from './words'

export function Messenger() {
  const t = useWords(words)
  const { '*': rest = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const isNew = rest === 'new'
  const room = isNew ? '' : rest
  const document = params.get('document')
  const other = isNew ? params.get('with') : null
  return (
    <Filling phone={room || other ? 'thread' : 'list'}>
      <aside className={s.list} aria-label={t('rooms.list')}>
        <RoomList chosen={room} onChoose={id => void navigate(`/messenger/${id}`)} />
      </aside>
      <div className={s.main}>
        {other && <Opening person={other} />}
        {room && (
          <Thread
            key={`${room} ${document}`}
            room={room}
            document={document}
            onSent={() => setParams({}, { replace: true })}
          />
        )}
        {!room && !other && <Nothing />}
      </div>
      {isNew && !other && (
        <NewRoom
          document={document}
          onOpen={id => {
            const query = document ? `?document=${encodeURIComponent(document)}` : ''
            void navigate(`/messenger/${id}${query}`, { replace: true })
          }}
          onClose={() => void navigate('/messenger', { replace: true })}
        />
      )}
    </Filling>
  )
}

function Nothing() {
  const t = useWords(words)
  useTitle(t('title'))
  return (
    <div className={s.nothing}>
      <Empty icon={MessagesSquare} title={t('rooms.choose')} note={t('rooms.chooseNote')} />
    </div>
  )
}

/** The way from a person's card: the direct room of these two. */
function Opening({ person }: { readonly person: string }) {
  const navigate = useNavigate()
  const [error, failed] = useState<unknown>(null)
  const asked = useRef('')
  useEffect(() => {
    if (asked.current === person || error) return
    asked.current = person
    openRoom([person]).then(id => void navigate(`/messenger/${id}`, { replace: true }), failed)
  }, [person, navigate, error])
  function again() {
    asked.current = ''
    failed(null)
  }
  return error ? <Problem error={error} onRetry={again} /> : <Skeleton rows={6} />
}

/** Takes exactly the room below the bar: the log scrolls, the page does not. */
function Filling({
  phone,
  children,
}: {
  readonly phone: 'list' | 'thread'
  readonly children: React.ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    function measure() {
      const found = box.current
      if (!found?.parentElement) return
      const above = found.getBoundingClientRect().top + scrollY
      const below = Number.parseFloat(getComputedStyle(found.parentElement).paddingBottom)
      found.style.setProperty('--taken', `${above + below}px`)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className={s.messenger} data-phone={phone}>
      {children}
    </div>
  )
}
