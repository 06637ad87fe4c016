/** Why so many desktops are to be warm, how many there are, and when the next come or go. */
import { useWords } from '@/kernel/i18n'
import { time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Chips } from '@/kit/chips'
import { Counts } from './counts'
import s from './form.module.css'
import type { Day, Pool } from './state'
import { words } from './words'

const REASONS = ['minimum', 'scheduled', 'headroom', 'foreseen'] as const

/** The reasons and their numbers, of which the largest counts; what there is, and what comes next. */
export function Why({
  day: { now, keep, next },
  pool,
}: {
  readonly day: Day
  readonly pool: Pool
}) {
  const t = useWords(words)
  const asked = Math.max(...REASONS.map(reason => now[reason]))
  const isFull = asked > now.warm
  return (
    <>
      <Chips label={t('today.now', { count: now.warm })}>
        <li>
          <strong>{t('today.now', { count: now.warm })}</strong>
        </li>
        {REASONS.map(reason => (
          <li key={reason}>
            <Badge tone={now[reason] === asked && asked > 0 ? 'primary' : 'neutral'}>
              {t(`today.${reason}`)} {now[reason]}
            </Badge>
          </li>
        ))}
        {isFull && (
          <li>
            <Badge tone="warning">
              {t('today.room')} {now.room}
            </Badge>
          </li>
        )}
      </Chips>
      <p className={s.quiet}>
        {t('today.real')} <Counts pool={pool} />
        <br />
        {keep > now.warm &&
          (pool.counts.warm ?? 0) > now.warm &&
          `${t('today.kept', { count: keep })} `}
        {next === null
          ? t('today.next.none')
          : t(next.warm > now.warm ? 'today.next.more' : 'today.next.fewer', {
              at: time(next.at),
              count: next.warm,
            })}
      </p>
    </>
  )
}
