/** Above every screen: an alarm about oneself, and a session that ends soon, to extend in place. */
import { useQuery } from '@tanstack/react-query'
import { Coffee, ShieldAlert, TimerReset } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { say, useWords } from '@/kernel/i18n'
import { liveness } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { time } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { toast, toastRefusal } from '@/kit/toast'
import { useAlarmText } from '../alarms/face'
import { myAlarms, unanswered } from '../alarms/state'
import { words as alarmWords } from '../alarms/words'
import { AskProof } from '../sessions/proof'
import {
  endedLately,
  extendSession,
  here,
  history,
  isDueAgain,
  isIdling,
  isUnheard,
  keepSession,
  leftText,
  minutesLeft,
  nextIdleLook,
  type Session,
  warnedMinutes,
} from '../sessions/state'
import { words as sessionWords } from '../sessions/words'
import s from './bar.module.css'
import { notify } from './notification'
import { words } from './words'

export default function Bar() {
  return (
    <>
      <AlarmBar />
      <EndingBar />
      <IdlingBar />
      <EndedBar />
    </>
  )
}

const ALARM_LOOK_MS = 10_000

function AlarmBar() {
  const t = useWords(alarmWords)
  const textOf = useAlarmText()
  const { data: place } = useQuery({ ...here, refetchInterval: false, staleTime: 60_000 })
  const isAsked = isUnheard(place, useStore(liveness))
  const { data = [] } = useQuery({
    ...myAlarms,
    staleTime: 60_000,
    refetchInterval: isAsked ? ALARM_LOOK_MS : false,
  })
  const [alarm] = unanswered(data)
  if (!alarm) return null
  return (
    <div className={s.alarm} role="alert">
      <ShieldAlert size={18} aria-hidden />
      <span className={s.words}>{t('banner', { what: textOf(alarm) })}</span>
      <LinkButton to="/gvpn" size="s">
        {t('look')}
      </LinkButton>
    </div>
  )
}

function EndingBar() {
  const { data } = useQuery({ ...here, refetchInterval: false, staleTime: 60_000 })
  const session = data?.session
  return session ? <Ending key={session.id} zone={session.zone} ends={session.ends_at} /> : null
}

/** It looks for itself, also behind other windows; what it asks says that nobody is there. */
function IdlingBar() {
  const { data, dataUpdatedAt } = useQuery({
    ...here,
    staleTime: 60_000,
    refetchInterval: ({ state }) => nextIdleLook(state.data?.session, Date.now()),
    refetchIntervalInBackground: true,
  })
  const session = data?.session
  return session ? <IdlingSoon key={session.id} session={session} knownAt={dataUpdatedAt} /> : null
}

interface IdlingProps {
  readonly session: Session
  readonly knownAt: number
}

function IdlingSoon({ session, knownAt }: IdlingProps) {
  const idle_at = session.idle_at ?? session.ends_at
  const now = useNow(idle_at)
  return isIdling(session, now, knownAt) ? (
    <Idling zone={session.zone} ends={idle_at} now={now} />
  ) : null
}

interface IdleProps extends EndingProps {
  readonly now: number
}

function Idling({ zone, ends, now }: IdleProps) {
  const t = useWords(words)
  const w = useWords(sessionWords)
  useEffect(() => notify(say(words)('idleWarned'), 'session idle'), [])
  return (
    <aside className={s.ending}>
      <Coffee size={18} aria-hidden />
      <span className={s.words}>
        {t('idling', { zone: w(`zone.${zone}`), left: leftText(ends, now) })}
      </span>
      <span className={s.told} role="status">
        {t('idleWarned')}
      </span>
      <Button
        size="s"
        look="primary"
        onPress={() => void keepSession().then(() => toast(t('kept')), toastRefusal)}
      >
        {t('keep')}
      </Button>
    </aside>
  )
}

/** Wherever one is then, but on the page that says it itself. */
function EndedBar() {
  const t = useWords(words)
  const w = useWords(sessionWords)
  const { pathname } = useLocation()
  const { data } = useQuery({ ...here, refetchInterval: false, staleTime: 60_000 })
  const device = data && !data.session ? data.device_id : null
  const { data: past = [] } = useQuery({ ...history, enabled: device !== null })
  const ended = endedLately(past, device, Date.now())
  if (!ended || pathname === '/gvpn') return null
  return (
    <aside className={s.ending} role="alert">
      <ShieldAlert size={18} aria-hidden />
      <span className={s.words}>
        {t('ended', { at: time(ended.at), why: w(`why.${ended.why}`) })}
      </span>
      <LinkButton to="/gvpn" size="s">
        {t('again')}
      </LinkButton>
    </aside>
  )
}

interface EndingProps {
  readonly zone: 'work' | 'internet'
  readonly ends: string
}

function Ending({ zone, ends }: EndingProps) {
  const t = useWords(words)
  const w = useWords(sessionWords)
  const now = useNow(ends)
  const [isExtending, extend] = useState(false)
  const [later, putOff] = useState<number | null>(null)
  if (!isDueAgain(ends, now, later) && !isExtending) return null
  return (
    <aside className={s.ending}>
      <TimerReset size={18} aria-hidden />
      <span className={s.words}>
        {t('ends', { zone: w(`zone.${zone}`), left: leftText(ends, now) })}
      </span>
      {/* Said at 15 minutes and at 5: what counts would be said each second. */}
      <span className={s.told} role="status">
        {t('warned', { minutes: warnedMinutes(ends, now) })}
      </span>
      <Button size="s" look="primary" onPress={() => extend(true)}>
        {w('extend')}
      </Button>
      <Button size="s" look="quiet" onPress={() => putOff(minutesLeft(ends, now))}>
        {t('later')}
      </Button>
      {isExtending && (
        <AskProof
          title={w('extendTitle')}
          onProof={proof => extendSession(proof).then(() => toast(w('extended')))}
          onClose={() => extend(false)}
        />
      )}
    </aside>
  )
}

const FAR_MS = 10_000

/** Every second once it ends soon; before that it does not matter. */
function useNow(ends: string): number {
  const [now, setNow] = useState(Date.now)
  const isNear = minutesLeft(ends, now) <= 16
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), isNear ? 1000 : FAR_MS)
    return () => clearInterval(timer)
  }, [isNear])
  return now
}
