/** A page of two or three columns that become one on a phone. */
import type { ReactNode } from 'react'
import { cx } from './cx'
import s from './split.module.css'

interface SplitProps {
  /** A tree or a list at the left. */
  readonly side: ReactNode
  readonly children: ReactNode
  /** Details at the right. */
  readonly panel?: ReactNode
  /** Which column a phone shows. */
  readonly onPhone?: 'side' | 'main' | 'panel'
}

export function Split({ side, children, panel, onPhone = 'main' }: SplitProps) {
  return (
    <div className={cx(s.split, panel ? s.three : null)} data-phone={onPhone}>
      <div className={cx(s.part, s.side)}>{side}</div>
      <div className={cx(s.part, s.main)}>{children}</div>
      {panel && <div className={cx(s.part, s.panel)}>{panel}</div>}
    </div>
  )
}
