/** 데스크톱 화면 (P03): the desktop inside the page, framed in the colour of its zone. */
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { desktopOf } from '../sessions/state'
import { words } from '../words'
import { Bar } from './chrome/bar'
import { NoticeArea, Overlays } from './chrome/layers'
import { OpenPanel } from './chrome/panel'
import { partsOf } from './chrome/parts'
import { type Desk, type Frame, makeDesk, type ScreenNumber } from './desk'
import { useFullScreen } from './parts/full-screen'
import { useLocked } from './parts/idle-lock'
import look from './screen.module.css'
import { type Kind, OVER } from './stream'
import { Ended, Veil } from './veil'
import s from './view.module.css'

export function Viewer() {
  const { desktop = '' } = useParams()
  const [address] = useSearchParams()
  const screen = address.get('screen') === '2' ? 2 : 1
  return <Shown key={`${desktop} ${screen}`} desktop={desktop} screen={screen} />
}

interface ShownProps {
  readonly desktop: string
  readonly screen: ScreenNumber
}

function Shown({ desktop, screen }: ShownProps) {
  const t = useWords(words)
  const { data, error, refetch } = useQuery(desktopOf(desktop))
  const pool = data?.pool || t('title')
  const name = screen === 2 ? t('second', { name: pool }) : pool
  const zone = data?.zone ?? 'internet'
  useTitle(name)
  const root = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useRoomBelow(root)
  const desk = useDesk(desktop, screen, data?.protocol, { root, stage, canvas, field })
  // The second one is a window of its own, without the workplace around it.
  const isFull = useFullScreen() || screen === 2
  return (
    <div
      ref={root}
      className={s.desk}
      data-zone={zone}
      data-desktop={desktop}
      data-screen={screen}
      data-full={isFull}
    >
      <div className={s.bar}>
        <ZoneBadge zone={zone} />
        <h1 className={s.name}>{name}</h1>
        {desk && <LiveBar desk={desk} />}
      </div>
      <div ref={stage} className={s.stage}>
        <canvas ref={canvas} className={s.canvas} role="img" aria-label={t('screen', { name })} />
        <textarea
          ref={field}
          className={look.field}
          aria-label={t('typing')}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          rows={1}
        />
        {desk && <Over desk={desk} />}
        {!data && error && (
          <Absent desktop={desktop} error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </div>
  )
}

interface AbsentProps {
  readonly desktop: string
  readonly error: unknown
  readonly onRetry: () => void
}

/** Whoever comes by an old address: there is no such desktop of theirs, or nobody answered. */
function Absent({ desktop, error, onRetry }: AbsentProps) {
  if (asRefusal(error).status === 404) return <Ended phase="ended" desktop={desktop} />
  return <Problem error={error} onRetry={onRetry} />
}

/** Of a screen that is over or locked the desktop has no keyboard to give back, and no panel would be
 * seen: whoever comes by could give the desktop back behind the lock. */
export function LiveBar({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const phase = useStore(desk.stream.phase)
  const isLocked = useLocked(desk)
  if (OVER.includes(phase) || isLocked) return null
  return (
    <>
      <span className={s.hint}>{t('leaveKeys')}</span>
      <Bar desk={desk} />
    </>
  )
}

/** What lies over the picture, from below to above. */
function Over({ desk }: { readonly desk: Desk }) {
  return (
    <>
      <Overlays desk={desk} />
      <Veil desk={desk} />
      <NoticeArea desk={desk} />
      <OpenPanel desk={desk} />
      {partsOf(desk).map(({ id, Cover }) => Cover && <Cover key={id} desk={desk} />)}
    </>
  )
}

/** The screen ends where the window ends, whatever stands above it. */
function useRoomBelow(root: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const measure = () => {
      const top = element.getBoundingClientRect().top + scrollY
      element.style.setProperty('--top', `${top}px`)
    }
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(document.body)
    return () => watcher.disconnect()
  }, [root])
}

type Refs = { readonly [Name in keyof Frame]: RefObject<Frame[Name] | null> }

/** Everything that lives as long as the page shows this desktop. */
function useDesk(
  desktop: string,
  screen: ScreenNumber,
  kind: Kind | undefined,
  { root, stage, canvas, field }: Refs,
): Desk | null {
  const [running, setRunning] = useState<Desk | null>(null)
  useEffect(() => {
    if (!kind || !root.current || !stage.current || !canvas.current || !field.current) return
    const desk = makeDesk(
      { desktop, kind, screen },
      { root: root.current, stage: stage.current, canvas: canvas.current, field: field.current },
    )
    const ends = partsOf(desk).map(({ start }) => start?.(desk))
    setRunning(desk)
    void desk.stream.open()
    return () => {
      for (const end of ends) end?.()
      desk.stop()
      setRunning(null)
    }
  }, [desktop, screen, kind, root, stage, canvas, field])
  return running
}
