/** Help from the user's side: asking for it, saying yes by a click, and seeing who watches, in red. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Eye, EyeOff, LifeBuoy, MousePointer2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { time } from '@/kernel/time'
import { Button } from '@/kit/button'
import { TextArea } from '@/kit/text-field'
import { toast, toastRefusal } from '@/kit/toast'
import { contextOf, noteMishaps } from '../../helpdesk/context'
import { Question } from '../../helpdesk/question'
import {
  askForHelp,
  closeOwn,
  type OwnHelp,
  ownHelp,
  ownHelpKey,
  stopOwn,
  type Wish,
  watchedNow,
} from '../../helpdesk/state'
import { mishapText, screenText } from '../../helpdesk/told'
import { words } from '../../helpdesk/words'
import { useLatest } from '../channel'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { OVER } from '../stream'
import s from './help.module.css'

export const help: Part = {
  id: 'help',
  isOnSecond: true,
  order: 70,
  useFace({ desktop, screen }) {
    const t = useWords(words)
    const { data } = useQuery(ownHelp(desktop))
    if (screen === 2) return null
    return { icon: LifeBuoy, label: t('ask'), ...(data ? { text: t(`step.${data.step}`) } : {}) }
  },
  Panel({ desk, onClose }) {
    const { data } = useSuspenseQuery(ownHelp(desk.desktop))
    return data ? <Standing desk={desk} call={data} /> : <Asking desk={desk} onAsked={onClose} />
  },
  Overlay({ desk }) {
    return desk.screen === 2 ? <Unseen desk={desk} /> : <Around desk={desk} />
  },
  start: desk => (desk.screen === 2 ? () => undefined : noteMishaps(desk)),
}

/** A helper is shown the first screen, so the second says that it is not seen. */
function Unseen({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const by = useLatest(desk.channel, watchedNow)?.by
  if (!by) return null
  return (
    <p className={s.unseen} role="status" data-unseen-by={by}>
      <EyeOff size={16} aria-hidden />
      {t('frame.unseen', { name: by })}
    </p>
  )
}

function Around({ desk }: { readonly desk: Desk }) {
  const { data } = useQuery(ownHelp(desk.desktop))
  // Where a desktop goes nobody asks for its help: there is none, and the answer would be no.
  useLive<OwnHelp | null>(`desktop:${desk.desktop}`, ownHelpKey(desk.desktop), (known, event) =>
    event === 'help.moved' ? undefined : known,
  )
  // What the gateway said last holds for its stream: of one that is over nobody sees anything.
  if (OVER.includes(useStore(desk.stream.phase))) return null
  return (
    <>
      <RedFrame desk={desk} />
      {data && <Question desktop={desk.desktop} call={data} onAnswered={desk.focus} />}
    </>
  )
}

function Asking({ desk, onAsked }: { readonly desk: Desk; readonly onAsked: () => void }) {
  const t = useWords(words)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const context = contextOf(desk)
  async function send() {
    setBusy(true)
    try {
      await askForHelp(desk.desktop, note, contextOf(desk))
      toast(t('own.waiting'))
      onAsked()
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  const mishaps = context.mishaps ?? []
  return (
    <>
      <p className={s.quiet}>{t('askNote')}</p>
      <TextArea
        label={t('what')}
        hint={t('whatHint')}
        rows={3}
        maxLength={500}
        value={note}
        onChange={setNote}
        autoFocus
      />
      <details className={s.sent}>
        <summary>{t('sent')}</summary>
        <dl>
          <dt>{t('browser')}</dt>
          <dd>{context.browser}</dd>
          <dt>{t('screen')}</dt>
          <dd>{screenText(context.screen ?? '')}</dd>
          <dt>{t('latency')}</dt>
          <dd>
            {typeof context.latency_ms === 'number' ? t('ms', { ms: context.latency_ms }) : '–'}
          </dd>
          <dt>{t('mishaps')}</dt>
          <dd>
            {mishaps.length === 0
              ? t('noMishaps')
              : mishaps.map(({ at, what }) => `${time(at)} ${mishapText(what)}`).join(', ')}
          </dd>
        </dl>
      </details>
      <Button look="primary" icon={LifeBuoy} isPending={busy} onPress={() => void send()}>
        {t('send')}
      </Button>
    </>
  )
}

function Standing({ desk, call }: { readonly desk: Desk; readonly call: OwnHelp }) {
  const t = useWords(words)
  const name = call.helper ? `${call.helper.name} ${call.helper.post}`.trim() : t('someone')
  async function cancel() {
    try {
      await closeOwn(desk.desktop)
      toast(t('cancelled'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <>
      <p>{t(`own.${call.step}`, { name })}</p>
      <p className={s.quiet}>
        {call.is_offered
          ? t('offered', { note: call.note })
          : t('since', { at: time(call.asked_at) })}
      </p>
      <Button onPress={() => void cancel()}>{t('cancel')}</Button>
    </>
  )
}

/**
 * Says what the gateway said, and nothing else: it shows if and only if somebody watches. Its band has
 * a line of its own below the picture: over it, it hid the desktop's own bar.
 */
function RedFrame({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const watched = useLatest(desk.channel, watchedNow)
  const by = watched?.by ?? null
  const [wasWatched, setWatched] = useState(false)
  useEffect(() => {
    if (by !== null) setWatched(true)
    else if (wasWatched) {
      setWatched(false)
      toast(t('ended'))
    }
  }, [by, wasWatched, t])
  if (by === null || !watched) return null
  async function stop(wish: Wish) {
    try {
      await stopOwn(desk.desktop, wish)
    } catch (error) {
      toastRefusal(error)
    }
    desk.focus()
  }
  const Icon = watched.control ? MousePointer2 : Eye
  return (
    <>
      <div className={s.frame} data-watched-by={by} data-control={watched.control} />
      {createPortal(
        <div className={s.band} role="status">
          <Icon size={16} aria-hidden />
          <strong>
            {t(watched.control ? 'frame.controlling' : 'frame.watching', { name: by })}
          </strong>
          {watched.control && (
            <Button size="s" onPress={() => void stop('control')}>
              {t('frame.stopControl')}
            </Button>
          )}
          <Button size="s" onPress={() => void stop('watch')}>
            {t('frame.stopWatch')}
          </Button>
        </div>,
        desk.root,
      )}
    </>
  )
}
