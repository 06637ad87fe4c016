/** Amounts beside each other, each with its number: the picture and the table in one. */
import s from './chart.module.css'

export interface Bar {
  readonly id: string
  readonly label: string
  readonly value: number
}

interface BarsProps {
  readonly label: string
  readonly bars: readonly Bar[]
  readonly format: (value: number) => string
  /** What fills the whole width; the largest of them when left out. */
  readonly most?: number
  readonly tone?: 'before' | 'after'
}

export function Bars({ label, bars, format, most, tone = 'before' }: BarsProps) {
  const whole = most ?? Math.max(...bars.map(({ value }) => value), 1)
  return (
    <ul className={s.bars} aria-label={label}>
      {bars.map(({ id, label: name, value }) => (
        <li key={id}>
          <span>{name}</span>
          <b>{format(value)}</b>
          <span className={s.track} aria-hidden>
            <i data-tone={tone} style={{ width: `${Math.min(100, (value / whole) * 100)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
