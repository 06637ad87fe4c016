/** What an alarm says: what was seen, about whom, where and when. */
import { Cookie, Copy, KeyRound, type LucideIcon, Plane, ShieldAlert, UserX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import s from './page.module.css'
import { type Alarm, countryName, wordOf } from './state'
import { words } from './words'

const ICONS: Record<Alarm['kind'], LucideIcon> = {
  clone: Copy,
  travel: Plane,
  failures: KeyRound,
  cookie: Cookie,
  removals: UserX,
}

export function useAlarmText(): (alarm: Pick<Alarm, 'kind' | 'what'>) => string {
  const t = useWords(words)
  return alarm => t(`kind.${wordOf(alarm)}`)
}

interface FaceProps {
  readonly alarm: Alarm
  readonly who?: string
  readonly note: string
  readonly children?: ReactNode
}

export function AlarmFace({ alarm, who, note, children }: FaceProps) {
  const textOf = useAlarmText()
  const t = useWords(words)
  const Icon = alarm.outcome === null ? (ICONS[alarm.kind] ?? ShieldAlert) : ShieldAlert
  return (
    <li className={s.alarm}>
      <span className={alarm.outcome === null ? s.sign : s.calm}>
        <Icon size={22} aria-hidden />
      </span>
      <div className={s.told}>
        <strong>{textOf(alarm)}</strong>
        <span className={s.quiet}>
          {[who, alarm.device, alarm.times > 1 ? t('times', { count: alarm.times }) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Seen alarm={alarm} />
        <p className={s.note}>{note}</p>
        {children && <div className={s.acts}>{children}</div>}
      </div>
    </li>
  )
}

function Seen({ alarm }: { readonly alarm: Alarm }) {
  const language = useLanguage()
  const t = useWords(words)
  if (alarm.seen.length === 0) return <span className={s.quiet}>{dateTime(alarm.raised_at)}</span>
  return (
    <ol className={s.seen}>
      {alarm.seen.map(({ at, place, country }) => (
        <li key={`${at} ${place}`}>
          <span className={s.quiet}>{dateTime(at)}</span>{' '}
          {alarm.kind === 'removals' ? t('gone', partsOf(place)) : <code>{place || '–'}</code>}
          {country && <b>{countryName(country, language)}</b>}
        </li>
      ))}
    </ol>
  )
}

/** `6/8`: so many of so many. */
function partsOf(place: string) {
  const [count = '', peers = ''] = place.split('/')
  return { count, peers }
}
