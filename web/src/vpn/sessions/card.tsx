/** Where this device is now: outside the tunnel, before two doors, or in a zone with time left. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  ArrowLeftRight,
  Briefcase,
  Check,
  Globe,
  LogOut,
  PlugZap,
  ShieldAlert,
  TimerReset,
  Unplug,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { dateTime, time } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { cx } from '@/kit/cx'
import { Empty } from '@/kit/empty'
import { FocusKept } from '@/kit/focus-kept'
import { toast, toastRefusal } from '@/kit/toast'
import { missingOf, postures } from '../posture/state'
import { words as postureWords } from '../posture/words'
import s from './page.module.css'
import { AskProof } from './proof'
import { Reaches } from './reaches'
import {
  changeOver,
  endedLately,
  endSession,
  endsSoon,
  extendSession,
  type Here,
  here,
  history,
  hoursLeft,
  leftText,
  openSession,
  type Session,
  sessionKey,
  type Why,
  type ZoneName,
} from './state'
import { words } from './words'

export function NowCard() {
  const t = useWords(words)
  return (
    <Card title={t('title')} icon={PlugZap}>
      <Now />
    </Card>
  )
}

function Now() {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(here)
  useLive(`person:${person.id}`, sessionKey)
  const state = data.is_held ? 'held' : (data.session?.id ?? data.device_id ?? 'outside')
  return (
    <FocusKept label={t('title')} state={state}>
      <Inside here={data} />
    </FocusKept>
  )
}

function Inside({ here }: { readonly here: Here }) {
  const t = useWords(words)
  if (here.device_id === null)
    return <Empty icon={Unplug} title={t('outside')} note={t('outsideNote')} />
  if (here.is_held) return <Empty icon={ShieldAlert} title={t('held')} note={t('heldNote')} />
  return here.session ? <Open session={here.session} here={here} /> : <Doors here={here} />
}

function Doors({ here: { zones, device_id } }: { readonly here: Here }) {
  const t = useWords(words)
  const { data: past } = useSuspenseQuery(history)
  const ended = endedLately(past, device_id, Date.now())
  const [asked, ask] = useState<ZoneName | null>(null)
  return (
    <>
      {ended && device_id && <Ended device={device_id} {...ended} />}
      <p className={s.lead}>{t('choose')}</p>
      <ul className={s.doors}>
        {zones.map(({ zone, allowed, minutes, misses, denied_by, opens_at }) => {
          const Icon = zone === 'work' ? Briefcase : Globe
          return (
            <li key={zone} className={cx(s.door, allowed && s.ready)}>
              <Icon size={28} aria-hidden />
              <strong>{t(`zone.${zone}`)}</strong>
              <span className={s.quiet}>
                {allowed
                  ? t('upTo', { minutes })
                  : denied_by
                    ? t('deniedBy', { policy: denied_by })
                    : misses.map(miss => t(`miss.${miss as 'time'}`)).join(' · ') || t('noPolicy')}
              </span>
              {opens_at && (
                <span className={s.quiet}>{t('opensAt', { at: dateTime(opens_at) })}</span>
              )}
              <Button look="primary" isDisabled={!allowed} onPress={() => ask(zone)}>
                {t('enter')}
              </Button>
            </li>
          )
        })}
      </ul>
      {asked && (
        <AskProof
          title={t('enterTitle', { zone: t(`zone.${asked}`) })}
          onProof={proof => openSession(asked, proof)}
          onClose={() => ask(null)}
        />
      )}
    </>
  )
}

interface EndedProps {
  readonly device: string
  readonly why: Why
  readonly at: string
}

/** Why one is before the doors again, and what to do about it. */
function Ended({ device, why, at }: EndedProps) {
  const t = useWords(words)
  const Icon = why === 'time' || why === 'idle' || why === 'asleep' ? TimerReset : ShieldAlert
  return (
    <div className={s.last} role="status">
      <Icon size={20} aria-hidden />
      <div>
        <p>{t('last', { at: time(at), why: t(`why.${why}`) })}</p>
        {why === 'posture' ? <StillOff device={device} /> : <p>{t(`next.${why}`)}</p>}
      </div>
    </div>
  )
}

function StillOff({ device }: { readonly device: string }) {
  const t = useWords(words)
  const said = useWords(postureWords)
  const { data } = useSuspenseQuery(postures)
  const off = missingOf(data.find(({ device_id }) => device_id === device))
  if (off.length === 0) return <p>{t('next.posture')}</p>
  return (
    <>
      {off.map(what => (
        <p key={what}>{said(`fix.${what}`)}</p>
      ))}
      <p>{said('counts')}</p>
    </>
  )
}

interface OpenProps {
  readonly session: Session
  readonly here: Here
}

function Open({ session, here: { reaches, zones } }: OpenProps) {
  const t = useWords(words)
  const [isExtending, extend] = useState(false)
  const [isLeaving, leave] = useState(false)
  const other = zones.find(({ zone, allowed }) => zone !== session.zone && allowed)?.zone
  const now = useNow()
  const isSoon = endsSoon(session.ends_at, now)
  const long = hoursLeft(session.ends_at, now)
  return (
    <div className={s.open}>
      <p className={s.state}>
        <Check size={20} aria-hidden />
        {t('open', { zone: t(`zone.${session.zone}`) })}
      </p>
      <p className={cx(s.left, isSoon && s.soon)}>
        <span className={s.quiet}>{t('left')}</span>
        <strong role="timer">{long ? t('hours', long) : leftText(session.ends_at, now)}</strong>
      </p>
      {isSoon && <p role="status">{t('soon')}</p>}
      <p className={s.quiet}>
        {t('policy', { policy: session.policy, endpoint: session.endpoint || '–' })}
      </p>
      <Reaches reaches={reaches} />
      <div className={s.acts}>
        <Button
          icon={TimerReset}
          look={isSoon ? 'primary' : 'secondary'}
          onPress={() => extend(true)}
        >
          {t('extend')}
        </Button>
        {other && (
          <Button icon={ArrowLeftRight} onPress={() => leave(true)}>
            {t('changeOver', { zone: t(`zone.${other}`) })}
          </Button>
        )}
        <Button
          icon={LogOut}
          onPress={() => void endSession(session.id).then(() => toast(t('ended')), toastRefusal)}
        >
          {t('end')}
        </Button>
      </div>
      {isExtending && (
        <AskProof
          title={t('extendTitle')}
          onProof={proof => extendSession(proof).then(() => toast(t('extended')))}
          onClose={() => extend(false)}
        />
      )}
      {other && isLeaving && (
        <AskProof
          title={t('enterTitle', { zone: t(`zone.${other}`) })}
          note={t('leaves', { zone: t(`zone.${session.zone}`) })}
          onProof={proof => changeOver(other, proof)}
          onClose={() => leave(false)}
        />
      )}
    </div>
  )
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
