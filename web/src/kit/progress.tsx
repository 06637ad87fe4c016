/** How far something is: only when it is known; else a spinner with what is happening. */
import { LoaderCircle } from 'lucide-react'
import { Label, ProgressBar } from 'react-aria-components'
import { cx } from './cx'
import s from './progress.module.css'

interface ProgressProps {
  readonly label: string
  /** 0 to 100. */
  readonly value: number
  /** Shown at the end of the line instead of the per cent. */
  readonly note?: string
  readonly tone?: 'primary' | 'warning' | 'danger'
}

export function Progress({ label, value, note, tone = 'primary' }: ProgressProps) {
  return (
    <ProgressBar value={value} className={cx(s.progress)} {...(note ? { valueLabel: note } : {})}>
      {({ percentage, valueText }) => (
        <>
          <span className={s.line}>
            <Label>{label}</Label>
            <span className={s.note}>{valueText}</span>
          </span>
          <span className={s.track}>
            <span className={cx(s.fill, s[tone])} style={{ width: `${percentage}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  )
}

export function Spinner({ size = 20, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <span className={s.waiting} role={label ? 'status' : undefined}>
      <LoaderCircle size={size} className={s.spinner} aria-hidden />
      {label}
    </span>
  )
}
