/** What is happening while there is no picture, and what to do when there will be none. */
import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone, MonitorUp, MonitorX, PlugZap, WifiOff } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { agentName } from '@/identity/settings/state'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useStore } from '@/kernel/store'
import { time } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Spinner } from '@/kit/progress'
import { OutsideFace } from '../sessions/outside-face'
import { asksAgain, type Desktop, desktopOf, type End, endOf } from '../sessions/state'
import { Stays } from '../sessions/stays'
import { words } from '../words'
import type { Desk } from './desk'
import { type Ending, words as endWords } from './end.words'
import { Machine } from './machine'
import { taken } from './parts/handover'
import { over } from './parts/hours'
import { words as ofMonitors } from './parts/monitors.words'
import { RecordingNotice, Unrecorded } from './parts/recording-notice'
import { OVER, type Phase } from './stream'
import type { Trouble } from './trouble'
import { words as troubleWords } from './trouble.words'
import s from './view.module.css'

export function Veil({ desk }: { readonly desk: Desk }) {
  const { stream } = desk
  const phase = useStore(stream.phase)
  if (phase === 'shown') return null
  if (phase === 'lost') return <Lost desk={desk} />
  if (phase === 'taken' && desk.screen === 1) return <Taken desk={desk} />
  if (phase === 'notice') return <RecordingNotice desk={desk} />
  if (phase === 'outside' && desk.screen === 1) return <KeptOut desk={desk} />
  if (phase === 'unrecorded') return <Unrecorded desk={desk} />
  if (OVER.includes(phase))
    return desk.screen === 1 ? (
      <Ended phase={phase} desktop={desk.desktop} />
    ) : (
      <SecondOver phase={phase} />
    )
  return <Starting phase={phase} />
}

const LATE_SECONDS = 20

function Starting({ phase }: { readonly phase: Phase }) {
  const t = useWords(words)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const why = useWords(troubleWords)
  const step = phase === 'picture' ? 'picture' : phase === 'stream' ? 'stream' : 'ticket'
  return (
    <div className={s.veil} data-phase={phase}>
      <Spinner size={28} label={t(`opening.${step}`)} />
      {seconds > 0 && <p className={s.quiet}>{t('opening.seconds', { count: seconds })}</p>}
      {seconds >= LATE_SECONDS && phase === 'picture' && (
        <>
          <p className={s.quiet}>{why('late')}</p>
          <LinkButton to="/desktops">{t('back')}</LinkButton>
        </>
      )}
    </div>
  )
}

function Lost({ desk }: { readonly desk: Desk }) {
  const trouble = useStore(desk.stream.trouble)
  if (!trouble) return null
  return trouble.isAlone ? <Alone /> : <Reconnecting desk={desk} trouble={trouble} />
}

/** A second monitor, while the first one's window is not there. */
function Alone() {
  const t = useWords(ofMonitors)
  return (
    <div className={s.lost} role="status" data-phase="waiting">
      <MonitorUp size={28} aria-hidden />
      <p className={s.title}>{t('waiting')}</p>
      <p className={s.quiet}>{t('waitingNote')}</p>
    </div>
  )
}

/** A second monitor for good without a picture; where the browser may not close its window. */
function SecondOver({ phase }: { readonly phase: Phase }) {
  const t = useWords(ofMonitors)
  const why = phase === 'alone' ? 'alone' : 'unplugged'
  return (
    <div className={s.veil} role="alert" data-phase={phase}>
      <MonitorX size={32} strokeWidth={1.5} aria-hidden />
      <p className={s.title}>{t(why)}</p>
      <p className={s.quiet}>{t(`${why}Note`)}</p>
      <Button look="primary" onPress={() => close()}>
        {t('close')}
      </Button>
    </div>
  )
}

/** One is late on a slow machine; the next one is asked for at once. */
const REFUSED_AGAIN = 3

/** What happened, and what to do about it. */
function useTold({ why, refused }: Trouble, isOffline: boolean): readonly [string, string] {
  const t = useWords(words)
  const ofDesktop = useWords(troubleWords)
  if (isOffline) return [t('over.offline'), t('over.stays')]
  if (why !== 'line') return [ofDesktop(why), ofDesktop(`${why}Note`)]
  if (refused >= REFUSED_AGAIN) return [t('over.ticket'), t('over.ticketNote')]
  return [t('over.reconnecting'), t('over.stays')]
}

/** Over the last picture, which stays: what happened, since when, and when it is tried again. */
function Reconnecting({ desk, trouble }: { readonly desk: Desk; readonly trouble: Trouble }) {
  const t = useWords(words)
  const { desktop, stream } = desk
  const now = useNow()
  const isOffline = useOffline()
  const [title, note] = useTold(trouble, isOffline)
  const { since, tries, again } = trouble
  const left = again === null ? 0 : Math.ceil((again - now) / 1_000)
  function retry() {
    stream.retry()
    desk.focus() // whoever pressed it goes on typing once it is back
  }
  return (
    <div className={s.lost} role="status" data-phase="lost">
      {isOffline ? <WifiOff size={28} aria-hidden /> : <PlugZap size={28} aria-hidden />}
      <p className={s.title}>{title}</p>
      <p>
        {t('over.since', { at: time(since), count: tries })}
        {' · '}
        {left > 0 ? t('over.nextTry', { count: left }) : t('over.trying')}
      </p>
      <p className={s.quiet}>{note}</p>
      {!isOffline && <WayOut trouble={trouble} />}
      <Button look="primary" isDisabled={again === null} onPress={retry}>
        {t('over.retry')}
      </Button>
      {tries > 1 && !isOffline && <Machine desktop={desktop} />}
    </div>
  )
}

function WayOut({ trouble: { why, refused } }: { readonly trouble: Trouble }) {
  const t = useWords(words)
  if (why !== 'line') return <LinkButton to="/desktops">{t('back')}</LinkButton>
  if (refused < REFUSED_AGAIN) return null
  return <Button onPress={() => location.reload()}>{t('over.reload')}</Button>
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return now
}

function useOffline(): boolean {
  return useSyncExternalStore(
    changed => {
      for (const name of ['online', 'offline']) addEventListener(name, changed)
      return () => {
        for (const name of ['online', 'offline']) removeEventListener(name, changed)
      }
    },
    () => !navigator.onLine,
  )
}

/** Another device has it now: which, since when, and the way back. */
function Taken({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { stream, channel } = desk
  const [at] = useState(Date.now)
  const by = channel.latest(taken)
  function takeBack() {
    void stream.open()
    desk.focus() // the button goes
  }
  return (
    <div className={s.veil} role="alert" data-phase="taken">
      <MonitorSmartphone size={32} strokeWidth={1.5} aria-hidden />
      <p className={s.title}>
        {!by
          ? t('over.taken')
          : by.is_here
            ? t('over.takenHere', { at: time(at) })
            : t('over.takenBy', { device: agentName(by.agent), at: time(at) })}
      </p>
      <p className={s.quiet}>{t('over.takenNote')}</p>
      <Button look="primary" onPress={takeBack}>
        {t('over.takeBack')}
      </Button>
    </div>
  )
}

const isGone = (error: unknown) => error !== null && asRefusal(error).status === 404

function KeptOut({ desk: { stream, channel, desktop } }: { readonly desk: Desk }) {
  const t = useWords(words)
  const why = useWords(endWords)
  const refused = useStore(stream.outside)
  const outside = refused ?? channel.latest(over)
  const { data: left, error } = useQuery({
    ...desktopOf(desktop),
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data, dataUpdateCount, error } }) =>
      !isGone(error) && asksAgain(data, dataUpdateCount),
  })
  const end = useQuery({ ...endOf(desktop), enabled: isGone(error) }).data
  return (
    <div className={s.veil} data-phase="outside">
      {outside && <OutsideFace outside={outside} />}
      {isGone(error) ? (
        <>
          <p className={s.quiet}>{t(left?.homes ? 'over.endedHome' : 'over.ended')}</p>
          {end?.offered && <p className={s.quiet}>{why('offered')}</p>}
        </>
      ) : (
        left && <Stays desktop={left} />
      )}
      <LinkButton look="primary" to="/desktops">
        {t('back')}
      </LinkButton>
    </div>
  )
}

/** What of the desktop is left, and nothing that is not so. */
type Left = 'signedOut' | 'signedOutHome' | 'signedOutStays' | 'refused' | 'ended' | 'endedHome'

export function leftOf(phase: Phase, known: Desktop | undefined, end: End | null): Left {
  if (phase === 'refused') return 'refused'
  const homes = end?.homes ?? known?.homes
  if (phase !== 'signed-out') return homes ? 'endedHome' : 'ended'
  if (known?.outlives_sign_out) return 'signedOutStays'
  return homes ? 'signedOutHome' : 'signedOut'
}

const REASONS = [
  'released',
  'grace_over',
  'session_ended',
  'signed_off',
  'restarted',
  'lost',
] as const

/** Why it ended: the one reason that is so, or those that there are where nobody knows. */
export function whyOf(end: End | null): Ending {
  if (end?.reason === 'released' && end.persistent) return 'reset'
  return REASONS.find(reason => reason === end?.reason) ?? 'unknown'
}

export function Ended({ phase, desktop }: { readonly phase: Phase; readonly desktop: string }) {
  const t = useWords(words)
  const why = useWords(endWords)
  // What was known while it was there: now it would be asked for in vain.
  const known = useQuery({ ...desktopOf(desktop), enabled: false }).data
  const asked = useQuery({ ...endOf(desktop), enabled: phase === 'ended' })
  const end = asked.data ?? null
  const left = leftOf(phase, known, end)
  if (phase === 'ended' && asked.isPending) return <div className={s.veil} data-phase={phase} />
  const note =
    phase === 'ended'
      ? why(whyOf(end))
      : left === 'signedOutStays'
        ? t('over.signedOutNote')
        : left === 'refused' && t('over.refusedNote')
  return (
    <div className={s.veil} role="alert" data-phase={phase}>
      <MonitorX size={32} strokeWidth={1.5} aria-hidden />
      <p className={s.title}>{t(`over.${left}`)}</p>
      {note && <p className={s.quiet}>{note}</p>}
      {end?.offered && <p className={s.quiet}>{why('offered')}</p>}
      {left === 'refused' && <Button onPress={() => location.reload()}>{t('over.reload')}</Button>}
      <LinkButton look="primary" to="/desktops">
        {phase === 'signed-out' ? t('over.signIn') : t('back')}
      </LinkButton>
    </div>
  )
}
