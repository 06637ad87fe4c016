/** Five weeks: which days are off and how many are on leave; a press on a day changes it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { dayKey, day as dayText } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { cx } from '@/kit/cx'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { DAYS } from '../pools/days'
import { words as poolWords } from '../pools/words'
import s from './calendar.module.css'
import { LeaveSheet } from './leave'
import { calendar, forgetDay, setDay, type Told, WEEKS, weeks } from './state'
import { words } from './words'

const SATURDAY = 5
/** As much of the people as fills the bar. */
const FULL = 0.5

export function AgencyCalendar() {
  const t = useWords(words)
  return (
    <Card title={t('title')} icon={CalendarDays} rows={6} aside={<LeaveSheet />}>
      <Month />
    </Card>
  )
}

function Month() {
  const t = useWords(words)
  const p = useWords(poolWords)
  const today = dayKey(Date.now())
  const shown = weeks(today)
  const [first, last] = [shown[0]?.[0] ?? today, shown.at(-1)?.at(-1) ?? today]
  const { data } = useSuspenseQuery(calendar(first, last))
  const [chosen, choose] = useState<string | null>(null)
  const told = new Map(data.days.map(one => [one.day, one]))
  const pick = usePick()
  const of = (day: string): Told => told.get(day) ?? { day, off: null, is_own: false, away: 0 }
  return (
    <div className={s.calendar}>
      <p className={s.quiet}>{t('note')}</p>
      <table className={s.month} aria-label={t('month', { at: dayText(first), count: WEEKS })}>
        <thead>
          <tr>
            {DAYS.map(name => (
              <th key={name} scope="col">
                {p(`ready.day.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(week => (
            <tr key={week[0]}>
              {week.map((day, at) => (
                <Cell
                  key={day}
                  told={of(day)}
                  people={data.people}
                  isToday={day === today}
                  isWeekend={at >= SATURDAY}
                  onPress={() => choose(day)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={s.named} aria-hidden>
        {shown
          .flat()
          .map(of)
          .filter(({ off, is_own }) => off ?? is_own)
          .map(one => (
            <li key={one.day}>
              <b>{dayText(one.day)}</b> {(one.off && pick(one.off)) ?? t('is.ownWork')}
            </li>
          ))}
      </ul>
      <ul className={s.legend}>
        <li className={s.red}>{t('legend.off')}</li>
        <li>* {t('legend.own')}</li>
        <li>{t('legend.away')}</li>
      </ul>
      {chosen && <OneDay told={of(chosen)} people={data.people} onClose={() => choose(null)} />}
    </div>
  )
}

interface CellProps {
  readonly told: Told
  readonly people: number
  readonly isToday: boolean
  readonly isWeekend: boolean
  readonly onPress: () => void
}

function Cell({ told, people, isToday, isWeekend, onPress }: CellProps) {
  const t = useWords(words)
  const pick = usePick()
  const why = (told.off && pick(told.off)) ?? (told.is_own ? t('is.ownWork') : null)
  const name = [dayText(told.day), why, told.away > 0 ? t('away', { count: told.away }) : null]
  return (
    <td className={cx(isToday && s.today, told.off ? s.off : isWeekend && s.weekend)}>
      <button
        type="button"
        className={s.face}
        aria-label={t('set', { at: name.filter(Boolean).join(', ') })}
        aria-current={isToday ? 'date' : undefined}
        onClick={onPress}
      >
        <span className={cx(s.number, (told.off !== null || isWeekend) && s.red)}>
          {short(told.day)}
          {told.is_own && ' *'}
        </span>
        {why && <span className={cx(s.why, s.name)}>{why}</span>}
        <Away count={told.away} people={people} />
      </button>
    </td>
  )
}

/** 26, and 12/1 where a month begins. */
function short(date: string): string {
  const [, month, day] = date.split('-').map(Number)
  return day === 1 ? `${month}/${day}` : `${day}`
}

function Away({ count, people }: { readonly count: number; readonly people: number }) {
  const t = useWords(words)
  if (count === 0) return null
  const share = count / Math.max(1, people) / FULL
  return (
    <>
      <span className={s.why}>{t('away', { count })}</span>
      <span className={s.bar}>
        <span style={{ width: `${Math.min(1, share) * 100}%` }} />
      </span>
    </>
  )
}

interface OneDayProps {
  readonly told: Told
  readonly people: number
  readonly onClose: () => void
}

function OneDay({ told, people, onClose }: OneDayProps) {
  const t = useWords(words)
  const pick = usePick()
  const [name, setName] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function act(change: () => Promise<void>) {
    setBusy(true)
    try {
      await change()
      onClose()
      toast(t('done'))
    } catch (refusal) {
      toastRefusal(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={dayText(told.day)}
      size="s"
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <>
          {told.is_own && (
            <Button isPending={isBusy} onPress={() => void act(() => forgetDay(told.day))}>
              {t('forget')}
            </Button>
          )}
          {told.off !== null ? (
            <Button isPending={isBusy} onPress={() => void act(() => setDay(told.day, false, ''))}>
              {t('makeWork')}
            </Button>
          ) : (
            <Button
              look="primary"
              isPending={isBusy}
              isDisabled={name.trim() === ''}
              onPress={() => void act(() => setDay(told.day, true, name))}
            >
              {t('makeOff')}
            </Button>
          )}
        </>
      )}
    >
      <div className={s.form}>
        <p>
          {told.off !== null
            ? t('is.off', { name: pick(told.off) })
            : told.is_own
              ? t('is.ownWork')
              : t('is.work')}
          {told.away > 0 && ` · ${t('away', { count: told.away })}`}
        </p>
        {told.away > 0 && <p className={s.quiet}>{t('share', { people, count: told.away })}</p>}
        {told.off === null && (
          <TextField label={t('name')} hint={t('nameHint')} value={name} onChange={setName} />
        )}
      </div>
    </Dialog>
  )
}
