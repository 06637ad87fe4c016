/** Rows that show, and may lead somewhere. */
import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import { cx } from './cx'
import s from './list.module.css'

export function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className={s.rows}>{children}</ul>
}

export interface RowProps {
  /** A picture, a time, an avatar. */
  readonly start?: ReactNode
  readonly title: ReactNode
  readonly note?: ReactNode
  /** Badges and one act. */
  readonly end?: ReactNode
  /** Makes the title a link that the whole row follows. */
  readonly to?: string
}

export function Row({ start, title, note, end, to }: RowProps) {
  return (
    <li className={s.row}>
      {start}
      <span className={s.words}>
        {to ? (
          <AriaLink href={to} className={cx(s.title, s.link)}>
            {title}
          </AriaLink>
        ) : (
          <span className={s.title}>{title}</span>
        )}
        {note && <span className={s.note}>{note}</span>}
      </span>
      {end && <span className={s.end}>{end}</span>}
    </li>
  )
}
