/** Where days of the week and a span of the day are chosen. */
import type { ReactNode } from 'react'
import { useWords } from '@/kernel/i18n'
import { Checks } from '@/kit/checks'
import { TextField } from '@/kit/field'
import { DAYS, type Span } from './days'
import s from './form.module.css'
import { words } from './words'

/** Of the day's end; times of one length stand in the order of their letters. */
const MIDNIGHT = '00:00'

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
  return (
    <div className={s.window}>
      <Checks
        label={t('ready.days')}
        choices={DAYS.map((name, day) => ({ id: String(day), label: t(`ready.day.${name}`) }))}
        value={days.map(String)}
        onChange={chosen =>
          onChange({ days: DAYS.map((_, at) => at).filter(at => chosen.includes(String(at))) })
        }
        none={t('ready.noDay')}
        autoFocus={isFresh}
      />
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
          validate={text =>
            text && text !== MIDNIGHT && text <= begins ? t('ready.backwards') : null
          }
          onChange={value => onChange({ ends: value })}
          isRequired
        />
        {children}
      </div>
    </div>
  )
}
