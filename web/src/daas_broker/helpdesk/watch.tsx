/** The user's screen at the helper's: red around it, and deaf unless the user gave control. */
import { Eye, MousePointer2 } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Spinner } from '@/kit/progress'
import { Channel, useLatest } from '../display/channel'
import { takeControl } from '../display/control'
import look from '../display/screen.module.css'
import { DesktopStream, type Phase } from '../display/stream'
import { words as desktopWords } from '../words'
import { type Call, helper, watchedNow } from './state'
import s from './watch.module.css'
import { words } from './words'

const COMING: readonly Phase[] = ['ticket', 'stream', 'picture']
const NO_WISH = { width: 1280, height: 800, dpi: 96 }

interface Running {
  readonly stream: DesktopStream
  readonly channel: Channel
}

export function Watch({ call }: { readonly call: Call }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const t = useWords(words)
  const who = call.person?.name ?? ''
  const running = useStream(call, canvas)
  return (
    <>
      <div className={s.room}>
        <canvas
          ref={canvas}
          className={look.canvas}
          role="img"
          aria-label={t('desk.screen', { who })}
        />
        <textarea
          ref={field}
          className={look.field}
          aria-label={t('desk.screen', { who })}
          rows={1}
        />
      </div>
      {running && <Around {...running} who={who} canvas={canvas} field={field} />}
    </>
  )
}

function useStream(call: Call, canvas: RefObject<HTMLCanvasElement | null>): Running | null {
  const { id, desktop_id, seat } = call
  const kind = seat?.protocol ?? 'rich'
  const [running, setRunning] = useState<Running | null>(null)
  useEffect(() => {
    if (!canvas.current) return
    const channel = new Channel(text => stream.send(text))
    const stream = new DesktopStream(desktop_id, canvas.current, NO_WISH, channel, kind)
    stream.ticket = () => helper.ticket(id)
    stream.keepSession = () => undefined
    stream.sound.set(false)
    setRunning({ stream, channel })
    void stream.open()
    return () => {
      stream.close()
      setRunning(null)
    }
  }, [id, desktop_id, kind, canvas])
  return running
}

function Around({
  stream,
  channel,
  who,
  canvas,
  field,
}: Running & {
  readonly who: string
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly field: RefObject<HTMLTextAreaElement | null>
}) {
  const t = useWords(words)
  const say = useWords(desktopWords)
  const phase = useStore(stream.phase)
  const watched = useLatest(channel, watchedNow)
  const control = watched?.control === true
  useEffect(() => {
    if (!control || !canvas.current || !field.current) return
    return takeControl(stream, canvas.current, field.current)
  }, [control, stream, canvas, field])
  const Icon = control ? MousePointer2 : Eye
  return (
    <>
      {phase !== 'shown' && (
        <div className={s.wait}>
          {COMING.includes(phase) || phase === 'lost' ? (
            <Spinner size={28} label={t(phase === 'lost' ? 'blank.lost' : 'blank.coming')} />
          ) : (
            <p role="status">{t('blank.over')}</p>
          )}
        </div>
      )}
      {watched?.by && (
        <>
          <div className={s.frame} data-watched-by={watched.by} data-control={control} />
          <p className={s.band} role="status">
            <Icon size={16} aria-hidden />
            <span>
              {t(control ? 'frame.youControl' : 'frame.you', { who })}
              {control && ` · ${say('leaveKeys')}`}
            </span>
          </p>
        </>
      )}
    </>
  )
}
