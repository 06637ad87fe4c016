/** While a desktop's own screen does not answer: the screen of the machine beneath it, to look at. */
import { useQuery } from '@tanstack/react-query'
import { MonitorCog } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { desktopOf } from '../sessions/state'
import { Channel } from './channel'
import s from './machine.module.css'
import { words } from './machine.words'
import { DesktopStream, OVER } from './stream'

const NO_WISH = { width: 720, height: 400, dpi: 96 }
type Ticket = Awaited<ReturnType<typeof ticketFor>>

export function Machine({ desktop }: { readonly desktop: string }) {
  const t = useWords(words)
  const { data } = useQuery(desktopOf(desktop))
  const [first, setFirst] = useState<Ticket | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (!data?.machine) return null
  async function look() {
    setBusy(true)
    setRefusal(null)
    try {
      setFirst(await ticketFor(desktop))
    } catch (error) {
      setRefusal(asRefusal(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={s.machine} data-machine={first !== null}>
      {refusal ? <Problem error={refusal} /> : <p>{t(first ? 'caption' : 'note')}</p>}
      {first && <Screen desktop={desktop} first={first} />}
      {!refusal && (
        <Button
          icon={MonitorCog}
          isPending={isBusy}
          onPress={() => (first ? setFirst(null) : void look())}
        >
          {t(first ? 'hide' : 'look')}
        </Button>
      )}
    </div>
  )
}

interface ScreenProps {
  readonly desktop: string
  readonly first: Ticket
}

function Screen({ desktop, first }: ScreenProps) {
  const t = useWords(words)
  const canvas = useRef<HTMLCanvasElement>(null)
  const stream = useMachine(desktop, first, canvas)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls, by keys as well
    <section className={s.screen} aria-label={t('screen')} tabIndex={0}>
      <canvas ref={canvas} className={s.canvas} aria-hidden />
      {stream && <Waiting stream={stream} />}
    </section>
  )
}

function Waiting({ stream }: { readonly stream: DesktopStream }) {
  const t = useWords(words)
  const phase = useStore(stream.phase)
  if (phase === 'shown') return null
  return (
    <div className={s.waiting}>
      {OVER.includes(phase) || phase === 'lost' ? (
        <p role="status">{t('gone')}</p>
      ) : (
        <Spinner label={t('opening')} />
      )}
    </div>
  )
}

function useMachine(
  desktop: string,
  first: Ticket,
  canvas: RefObject<HTMLCanvasElement | null>,
): DesktopStream | null {
  const [running, setRunning] = useState<DesktopStream | null>(null)
  useEffect(() => {
    if (!canvas.current) return
    const channel = new Channel(text => stream.send(text))
    const stream = new DesktopStream(desktop, canvas.current, NO_WISH, channel, 'light')
    let unused: Ticket | null = first
    stream.ticket = async () => {
      const ticket = unused ?? (await ticketFor(desktop))
      unused = null
      return ticket
    }
    stream.keepSession = () => undefined
    stream.sound.set(false)
    setRunning(stream)
    void stream.open()
    return () => {
      stream.close()
      setRunning(null)
    }
  }, [desktop, first, canvas])
  return running
}

function ticketFor(desktop_id: string) {
  const params = { path: { desktop_id } }
  return ask(api.POST('/api/desktops/{desktop_id}/console', { params }))
}
