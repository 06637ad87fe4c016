/** 데스크톱 화면 (P03): the desktop inside the page, framed in the colour of its zone. */
import { useQuery } from '@tanstack/react-query'
import { Languages, Maximize, Minimize, MonitorX, PlugZap, Volume2, VolumeX } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { Button, IconButton, LinkButton, ToggleIconButton } from '@/kit/button'
import { useTitle } from '@/kit/page'
import { Spinner } from '@/kit/progress'
import { GiveBack } from '../sessions/place'
import { desktopOf } from '../sessions/state'
import { words } from '../words'
import { Keyboard } from './keyboard'
import { Pointer } from './pointer'
import { DesktopStream, type Phase } from './stream'
import s from './view.module.css'
import { drawable } from './wire'

const SETTLED_MS = 180
const OVER: readonly Phase[] = ['taken', 'ended', 'signed-out', 'refused']

export function Viewer() {
  const { desktop = '' } = useParams()
  return <Desk key={desktop} desktop={desktop} />
}

function Desk({ desktop }: { readonly desktop: string }) {
  const t = useWords(words)
  const { data } = useQuery(desktopOf(desktop))
  const name = data?.pool || t('title')
  const zone = data?.zone ?? 'internet'
  useTitle(name)
  const root = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useRoomBelow(root)
  const desk = useDesk(desktop, { stage, canvas, field })
  return (
    <div ref={root} className={s.desk} data-zone={zone} data-desktop={desktop}>
      <div className={s.bar}>
        <ZoneBadge zone={zone} />
        <h1 className={s.name}>{name}</h1>
        {desk && <Bar desk={desk} root={root} desktop={desktop} />}
      </div>
      <div ref={stage} className={s.stage}>
        <canvas ref={canvas} className={s.canvas} role="img" aria-label={t('screen', { name })} />
        <textarea
          ref={field}
          className={s.field}
          aria-label={t('typing')}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          rows={1}
        />
        {desk && <Veil desk={desk} />}
      </div>
    </div>
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

interface Parts {
  readonly stage: RefObject<HTMLDivElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly field: RefObject<HTMLTextAreaElement | null>
}
interface Running {
  readonly stream: DesktopStream
  readonly keyboard: Keyboard
}

/** Everything that lives as long as the page shows this desktop. */
function useDesk(desktop: string, { stage, canvas, field }: Parts): Running | null {
  const [running, setRunning] = useState<Running | null>(null)
  useEffect(() => {
    if (!stage.current || !canvas.current || !field.current) return
    const started = start(desktop, stage.current, canvas.current, field.current)
    setRunning(started)
    return () => {
      started.stop()
      setRunning(null)
    }
  }, [desktop, stage, canvas, field])
  return running
}

function start(
  desktop: string,
  stage: HTMLElement,
  canvas: HTMLCanvasElement,
  field: HTMLTextAreaElement,
): Running & { stop(): void } {
  const measure = () => drawable(stage.clientWidth, stage.clientHeight, devicePixelRatio)
  const stream = new DesktopStream(desktop, canvas, measure(), devicePixelRatio)
  const keyboard = new Keyboard(field, stream)
  const pointer = new Pointer(
    canvas,
    stream,
    () => stream.screen.size,
    event => {
      const box = stage.getBoundingClientRect()
      // The input method opens its window where the caret of the desktop probably is.
      field.style.left = `${Math.min(event.clientX - box.left, box.width - 8)}px`
      field.style.top = `${Math.min(event.clientY - box.top, box.height - 24)}px`
      field.focus({ preventScroll: true })
      stream.sound.wake()
    },
  )
  let settling: ReturnType<typeof setTimeout> | undefined
  const watcher = new ResizeObserver(() => {
    clearTimeout(settling)
    settling = setTimeout(() => stream.resize(measure()), SETTLED_MS)
  })
  const onVisibility = () => stream.showVideo(!document.hidden)
  const onKey = () => stream.sound.wake()
  stream.onReset = () => keyboard.reset()
  keyboard.onLeave = () => stage.parentElement?.querySelector('button')?.focus()
  const ends = [keyboard.attach(), pointer.attach(), followCursor(stream, canvas)]
  watcher.observe(stage)
  document.addEventListener('visibilitychange', onVisibility)
  field.addEventListener('keydown', onKey)
  field.focus({ preventScroll: true })
  void stream.open()
  return {
    stream,
    keyboard,
    stop() {
      clearTimeout(settling)
      watcher.disconnect()
      document.removeEventListener('visibilitychange', onVisibility)
      field.removeEventListener('keydown', onKey)
      for (const end of ends) end()
      stream.close()
    },
  }
}

/** The picture holds no pointer: the browser draws it, so that it never lags. */
function followCursor(stream: DesktopStream, canvas: HTMLCanvasElement): () => void {
  let shown: string | null = null
  const forget = () => {
    if (shown) URL.revokeObjectURL(shown)
    shown = null
  }
  const leave = stream.cursor.follow(() => {
    const cursor = stream.cursor.get()
    forget()
    if (!cursor?.picture) {
      canvas.style.cursor = 'none'
      return
    }
    const bytes = Uint8Array.from(atob(cursor.picture), character => character.charCodeAt(0))
    shown = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
    canvas.style.cursor = `url(${shown}) ${cursor.x} ${cursor.y}, default`
  })
  return () => {
    leave()
    forget()
  }
}

function Bar({
  desk,
  root,
  desktop,
}: {
  readonly desk: Running
  readonly root: RefObject<HTMLDivElement | null>
  readonly desktop: string
}) {
  const t = useWords(words)
  const latency = useStore(desk.stream.latency)
  const phase = useStore(desk.stream.phase)
  const [sound, setSound] = useState(true)
  const [hangul, setHangul] = useState(false)
  const full = useFullScreen(root)
  useEffect(() => {
    desk.keyboard.onHangul = setHangul
  }, [desk])
  function hear(on: boolean) {
    setSound(on)
    desk.stream.sound.set(on)
    desk.stream.send(on ? 'START_AUDIO' : 'STOP_AUDIO')
  }
  if (OVER.includes(phase)) return null
  return (
    <>
      <span className={s.hint}>{t('leaveKeys')}</span>
      <span className={s.latency}>{latency === null ? '' : t('latency', { ms: latency })}</span>
      <span className={s.acts}>
        <ToggleIconButton
          icon={Languages}
          label={`${t('hangul')} · ${hangul ? t('hangulOn') : t('hangulOff')}`}
          isSelected={hangul}
          onChange={on => desk.keyboard.setHangul(on)}
        />
        <ToggleIconButton
          icon={sound ? Volume2 : VolumeX}
          label={sound ? t('soundOff') : t('soundOn')}
          isSelected={sound}
          onChange={hear}
        />
        <IconButton
          icon={full.isOn ? Minimize : Maximize}
          label={full.isOn ? t('unfull') : t('full')}
          onPress={full.toggle}
        />
        <GiveBack desktop={desktop} />
      </span>
    </>
  )
}

function useFullScreen(root: RefObject<HTMLDivElement | null>) {
  const [isOn, setOn] = useState(false)
  useEffect(() => {
    const follow = () => setOn(document.fullscreenElement === root.current)
    document.addEventListener('fullscreenchange', follow)
    return () => document.removeEventListener('fullscreenchange', follow)
  }, [root])
  function toggle() {
    if (document.fullscreenElement) void document.exitFullscreen()
    else void root.current?.requestFullscreen()
  }
  return { isOn, toggle }
}

/** What is happening while there is no picture, and what to do when there will be none. */
function Veil({ desk: { stream } }: { readonly desk: Running }) {
  const phase = useStore(stream.phase)
  if (phase === 'shown') return null
  if (phase === 'lost') return <Reconnecting />
  if (OVER.includes(phase)) return <Over phase={phase} onTakeBack={() => void stream.open()} />
  return <Starting phase={phase} />
}

function Starting({ phase }: { readonly phase: Phase }) {
  const t = useWords(words)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const step = phase === 'picture' ? 'picture' : phase === 'stream' ? 'stream' : 'ticket'
  return (
    <div className={s.veil} data-phase={phase}>
      <Spinner size={28} label={t(`opening.${step}`)} />
      {seconds > 0 && <p className={s.quiet}>{t('opening.seconds', { count: seconds })}</p>}
    </div>
  )
}

function Reconnecting() {
  const t = useWords(words)
  return (
    <div className={s.notice} role="status">
      <PlugZap size={18} aria-hidden />
      {t('over.reconnecting')}
    </div>
  )
}

function Over({ phase, onTakeBack }: { readonly phase: Phase; readonly onTakeBack: () => void }) {
  const t = useWords(words)
  const [title, note] =
    phase === 'taken'
      ? [t('over.taken'), null]
      : phase === 'signed-out'
        ? [t('over.signedOut'), null]
        : phase === 'refused'
          ? [t('over.refused'), t('over.refusedNote')]
          : [t('over.ended'), t('over.endedNote')]
  return (
    <div className={s.veil} role="alert" data-phase={phase}>
      <MonitorX size={32} strokeWidth={1.5} aria-hidden />
      <p className={s.title}>{title}</p>
      {note && <p className={s.quiet}>{note}</p>}
      {phase === 'taken' ? (
        <Button look="primary" onPress={onTakeBack}>
          {t('over.takeBack')}
        </Button>
      ) : (
        <LinkButton look="primary" to="/desktops">
          {t('back')}
        </LinkButton>
      )}
    </div>
  )
}
