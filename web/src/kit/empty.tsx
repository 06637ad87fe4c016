/** Nothing here yet: what would be here, and one act that brings it. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import s from './empty.module.css'

interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly note?: string
  readonly action?: ReactNode
}

export function Empty({ icon: Icon, title, note, action }: EmptyProps) {
  return (
    <div className={s.empty}>
      <Icon size={28} strokeWidth={1.5} aria-hidden className={s.icon} />
      <p className={s.title}>{title}</p>
      {note && <p className={s.note}>{note}</p>}
      {action}
    </div>
  )
}
