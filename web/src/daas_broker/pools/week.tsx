/** Days of the week and a span of the day. */
import type { ReactNode } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { Checkbox, TextField } from '@/kit/field'
import s from './form.module.css'
import { words } from './words'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export interface Span {
  /** 0 is Monday. */
  readonly days: readonly number[]
  /** 08:30 */
  readonly begins: string
  /** 00:00 is the end of the day. */
  readonly ends: string
}

interface Props {
  readonly span: Span
  readonly onChange: (part: Partial<Span>) => void
  /** What belongs to it, in the same line. */
  readonly children?: ReactNode
}

export function Week({ span: { days, begins, ends }, onChange, children }: Props) {
  const t = useWords(words)
  const toggle = (day: number, chosen: boolean) =>
    onChange({
      days: DAYS.map((_, at) => at).filter(at => (at === day ? chosen : days.includes(at))),
    })
  return (
    <div className={s.window}>
      <div className={s.days}>
        {DAYS.map((name, day) => (
          <Checkbox
            key={name}
            isSelected={days.includes(day)}
            onChange={chosen => toggle(day, chosen)}
          >
            {t(`ready.day.${name}`)}
          </Checkbox>
        ))}
      </div>
      <div className={s.span}>
        <TextField
          label={t('ready.begins')}
          type="time"
          value={begins}
          onChange={value => onChange({ begins: value })}
          isRequired
        />
        <TextField
          label={t('ready.ends')}
          hint={t('ready.endsHint')}
          type="time"
          value={ends}
          onChange={value => onChange({ ends: value })}
          isRequired
        />
        {children}
      </div>
    </div>
  )
}

/** 월–금 · 월·수 */
export function daysText(days: readonly number[]): string {
  const t = say(words)
  const name = (day: number) => t(`ready.day.${DAYS[day] ?? 'mon'}`)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return ''
  const isRun = days.length > 2 && last - first === days.length - 1
  return isRun ? `${name(first)}–${name(last)}` : days.map(name).join('·')
}
