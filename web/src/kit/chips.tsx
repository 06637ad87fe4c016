/** Small things side by side, as many to a line as fit: names, marks, what was chosen. */
import type { ReactNode } from 'react'
import s from './chips.module.css'

interface ChipsProps {
  /** What they are, where no heading above says it. */
  readonly label?: string
  /** Items of a list. */
  readonly children: ReactNode
}

export function Chips({ label, children }: ChipsProps) {
  return (
    <ul className={s.chips} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </ul>
  )
}
