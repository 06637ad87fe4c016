/** The frame of every screen behind sign-in: bar, rail, content, and the colour of the zone. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { connection } from '@/kernel/connection'
import { useWords } from '@/kernel/i18n'
import { useKeptPreferences } from '@/kernel/kept-preferences'
import { hangUp, socket } from '@/kernel/live'
import { assume, type Session, session } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { DemoBanner } from './chrome/banners'
import { BottomBar, Rail } from './chrome/rail'
import { TopBar } from './chrome/topbar'
import { domains } from './domains'
import { useFocusOnMove } from './focus-on-move'
import s from './frame.module.css'
import { useKeys } from './keys'
import { PaletteDoor } from './palette/door'
import { Waiting } from './states'
import { words } from './words'

const bars = domains.flatMap(({ id, beside }) => (beside ? [{ id, Bar: lazy(beside) }] : []))

export function Frame() {
  const current = useStore(session)
  const { pathname, search, hash } = useLocation()
  const t = useWords(words)
  useMeanwhile(pathname)
  const isLeft = useWasIn(current)
  if (current === 'unknown') return <Waiting />
  if (current === null) {
    const place = pathname + search + hash
    return (
      <Navigate
        to={place === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(place)}`}
        state={{ isLeft }}
        replace
      />
    )
  }
  return (
    <>
      <a href="#content" className={s.skip}>
        {t('skip')}
      </a>
      <Inside session={current} />
    </>
  )
}

/** Whether this page had somebody signed in, who now is not. */
function useWasIn(current: ReturnType<typeof session.get>): boolean {
  const was = useRef(false)
  useEffect(() => {
    was.current ||= current !== null && current !== 'unknown'
  }, [current])
  return was.current && current === null
}

function Inside({ session: current }: { readonly session: Session }) {
  const [searching, search] = useState(false)
  const { pathname } = useLocation()
  useKeptPreferences(current)
  useSessionEnd(current)
  useAttendance(current)
  useKeys({ 'Mod+K': () => search(true) })
  const content = useRef<HTMLElement>(null)
  const bar = useHeightAs('--bar')
  useFocusOnMove(content, pathname)
  return (
    <div className={s.frame}>
      <div ref={bar} className={s.top}>
        {current.demo && <DemoBanner />}
        <TopBar onSearch={() => search(true)} />
        {bars.map(({ id, Bar }) => (
          <Suspense key={id}>
            <Bar />
          </Suspense>
        ))}
      </div>
      <Rail />
      <main id="content" ref={content} tabIndex={-1} className={s.content}>
        <Outlet />
      </main>
      <BottomBar />
      <PaletteDoor isOpen={searching} onOpenChange={search} />
      <div className={s.edge} aria-hidden />
    </div>
  )
}

/** A page that is loaded while the suite does not answer shows what a domain kept for that. */
function useMeanwhile(pathname: string): void {
  const isLost = useStore(connection) === 'retrying'
  useEffect(() => {
    if (!isLost || session.get() !== 'unknown') return
    for (const { meanwhile } of domains)
      meanwhile?.(pathname).then(
        found => found && assume(found),
        () => undefined,
      )
  }, [isLost, pathname])
}

/** Tells the styles how high the bar is: a banner above it comes and goes. */
function useHeightAs(name: string): React.RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const found = box.current
    if (!found) return
    const observer = new ResizeObserver(() => {
      document.documentElement.style.setProperty(name, `${found.offsetHeight}px`)
    })
    observer.observe(found)
    return () => observer.disconnect()
  }, [name])
  return box
}

/** What domains do in the background, for the person who signed in. */
function useAttendance(current: Session): void {
  const first = useRef(current)
  useEffect(() => {
    const ends = domains.map(domain => domain.attend?.(first.current))
    return () => {
      for (const end of ends) end?.()
    }
  }, [])
}

/** The socket is open for as long as its person is: a session that is ended elsewhere ends here at once. */
function useSessionEnd({ person }: Session): void {
  useEffect(() => {
    if (person.id) void socket()
    return hangUp
  }, [person.id])
}
