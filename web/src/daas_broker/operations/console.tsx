/** 콘솔: the screen of a virtual machine itself, for when nothing of its desktop can be seen. */
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, MonitorOff, MonitorX } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Spinner } from '@/kit/progress'
import { Channel } from '../display/channel'
import { takeControl } from '../display/control'
import look from '../display/screen.module.css'
import { DesktopStream, OVER } from '../display/stream'
import s from './console.module.css'
import { seats } from './state'
import { words } from './words'

const NO_WISH = { width: 720, height: 400, dpi: 96 }

export function MachineConsole() {
  const { desktop = '' } = useParams()
  return <Shown key={desktop} desktop={desktop} />
}

function Shown({ desktop }: { readonly desktop: string }) {
  const t = useWords(words)
  const seat = useQuery(seats).data?.find(({ id }) => id === desktop)
  const canvas = useRef<HTMLCanvasElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const stream = useConsole(desktop, canvas, field)
  const name = seat?.pool ?? desktop.slice(0, 8)
  useTitle(`${t('console.title')} · ${name}`)
  return (
    <div className={s.page}>
      <div className={s.head}>
        <LinkButton look="quiet" icon={ArrowLeft} to="/admin/sessions">
          {t('console.back')}
        </LinkButton>
        {seat && <ZoneBadge zone={seat.zone === 'work' ? 'work' : 'internet'} />}
        <h1 className={s.name}>{t('console.of', { name })}</h1>
      </div>
      <p className={s.note}>{t('console.note')}</p>
      <div className={s.stage}>
        <canvas ref={canvas} className={look.canvas} role="img" aria-label={t('console.title')} />
        <textarea ref={field} className={look.field} aria-label={t('console.title')} rows={1} />
        {stream && <Over stream={stream} />}
      </div>
    </div>
  )
}

/** What lies over the screen until it is there, or when it is gone. */
function Over({ stream }: { readonly stream: DesktopStream }) {
  const t = useWords(words)
  const phase = useStore(stream.phase)
  if (phase === 'shown') return null
  if (phase === 'lost')
    return (
      <div className={s.over} data-phase={phase}>
        <Empty
          icon={MonitorOff}
          title={t('console.lost')}
          note={t('console.lostNote')}
          action={<Button onPress={() => stream.retry()}>{t('console.now')}</Button>}
        />
      </div>
    )
  return (
    <div className={s.over} data-phase={phase}>
      {OVER.includes(phase) ? (
        <Empty
          icon={MonitorX}
          title={t('console.gone')}
          note={t('console.goneNote')}
          action={<Button onPress={() => stream.reopen()}>{t('console.again')}</Button>}
        />
      ) : (
        <Spinner size={28} label={t('console.opening')} />
      )}
    </div>
  )
}

function useConsole(
  desktop: string,
  canvas: RefObject<HTMLCanvasElement | null>,
  field: RefObject<HTMLTextAreaElement | null>,
): DesktopStream | null {
  const [running, setRunning] = useState<DesktopStream | null>(null)
  useEffect(() => {
    if (!canvas.current || !field.current) return
    const channel = new Channel(text => stream.send(text))
    const stream = new DesktopStream(desktop, canvas.current, NO_WISH, channel, 'light')
    stream.ticket = () => consoleTicket(desktop)
    stream.keepSession = () => undefined
    stream.sound.set(false)
    const letGo = takeControl(stream, canvas.current, field.current)
    setRunning(stream)
    void stream.open()
    return () => {
      letGo()
      stream.close()
      setRunning(null)
    }
  }, [desktop, canvas, field])
  return running
}

function consoleTicket(desktop_id: string) {
  const params = { path: { desktop_id } }
  return ask(api.POST('/api/admin/consoles/{desktop_id}/tickets', { params }))
}
