/** Today's curve of one pool: who was expected and came, what is to be warm, what was used. */

import { useSuspenseQuery } from '@tanstack/react-query'
import { usePick, useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { day as dayText, time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Chart } from '@/kit/chart'
import { Chips } from '@/kit/chips'
import { words as calendarWords } from '../calendar/words'
import s from './form.module.css'
import { shown } from './hours'
import { type Day, day, type Pool, pools } from './state'
import { Why } from './why'
import { words } from './words'

export function Today({ pool }: { readonly pool: Pool }) {
  const t = useWords(words)
  useLive('pools:all', pools.queryKey)
  const { data } = useSuspenseQuery(day(pool.id))
  const slots = shown(data)
  return (
    <div className={s.section}>
      <Why day={data} pool={pool} />
      <Chart
        label={t('today.title')}
        places={slots.map(({ at }) => time(at))}
        series={[
          { id: 'wanted', label: t('today.wanted'), values: slots.map(slot => slot.wanted) },
          { id: 'ready', label: t('today.ready'), values: slots.map(slot => slot.ready) },
          { id: 'used', label: t('today.used'), values: slots.map(slot => slot.used) },
        ]}
        format={String}
        height={200}
        least={4} // desktops are whole
      />
      <p className={s.quiet}>{t('today.ofNow')}</p>
      {/* Many arrive where few have to be warm: on one scale the few would be a flat line. */}
      <h3 className={s.heading}>{t('today.arriving')}</h3>
      <Chart
        label={t('today.arriving')}
        places={slots.map(({ at }) => time(at))}
        series={[
          { id: 'expected', label: t('today.expected'), values: slots.map(slot => slot.expected) },
          { id: 'arrivals', label: t('today.arrivals'), values: slots.map(slot => slot.arrivals) },
        ]}
        format={value => String(Math.round(value * 10) / 10)}
        height={160}
        least={4}
      />
      <p className={s.quiet}>
        {data.learned_days > 0
          ? t('today.learned', { days: data.learned_days, boot: Math.ceil(data.boot_seconds) })
          : t('today.nothing')}
      </p>
      {data.learned_days > 0 && <Ahead day={data} />}
    </div>
  )
}

/** Two weeks, day by day: what the weekday, days off and leave come to. */
function Ahead({ day: { ahead, people } }: { readonly day: Day }) {
  const t = useWords(calendarWords)
  const pick = usePick()
  const special = ahead.filter(one => one.off !== null || one.away > 0)
  return (
    <>
      <h3 className={s.heading}>{t('ahead')}</h3>
      <Chart
        label={t('ahead')}
        kind="bars"
        places={ahead.map(one => shortDay(one.day))}
        series={[{ id: 'expected', label: t('expected'), values: ahead.map(one => one.expected) }]}
        format={value => String(Math.round(value * 10) / 10)}
        height={180}
      />
      {special.length > 0 && (
        <Chips label={t('title')}>
          {special.map(one => (
            <li key={one.day}>
              <Badge tone={one.off === null ? 'neutral' : 'danger'}>
                {t('offDay', {
                  at: dayText(one.day),
                  name: [
                    one.off && pick(one.off),
                    one.away > 0 && t('share', { people, count: one.away }),
                  ]
                    .filter(Boolean)
                    .join(' · '),
                })}
              </Badge>
            </li>
          ))}
        </Chips>
      )}
    </>
  )
}

/** 11/26 */
function shortDay(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}/${date}`
}
