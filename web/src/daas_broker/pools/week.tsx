/** Where days of the week and a span of the day are chosen. */
import type { ReactNode } from 'react'
import { useWords } from '@/kernel/i18n'
import { Checkbox, TextField } from '@/kit/field'
import { DAYS, type Span } from './days'
import s from './form.module.css'
import { words } from './words'

interface Props {
  readonly span: Span
  readonly onChange: (part: Partial<Span>) => void
  /** The keyboard begins with it. */
  readonly isFresh?: boolean
  /** What belongs to it, in the same line. */
  readonly children?: ReactNode
}

export function Week({ span: { days, begins, ends }, onChange, isFresh = false, children }: Props) {
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
            autoFocus={isFresh && day === 0}
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
