/** A part of a page with a title. What fails or waits inside stays inside. */
import type { LucideIcon } from 'lucide-react'
import { type ReactNode, Suspense, useId } from 'react'
import s from './card.module.css'
import { cx } from './cx'
import { Boundary } from './problem'
import { Skeleton } from './skeleton'

interface CardProps {
  readonly title: ReactNode
  readonly icon?: LucideIcon
  /** At the end of the title line: a link or a button. */
  readonly aside?: ReactNode
  /** Without inner margin, for lists that reach the edge. */
  readonly flush?: boolean
  readonly rows?: number
  readonly children: ReactNode
}

export function Card({ title, icon: Icon, aside, flush = false, rows = 3, children }: CardProps) {
  const id = useId()
  return (
    <section className={s.card} aria-labelledby={id}>
      <div className={s.head}>
        {Icon && <Icon size={18} aria-hidden className={s.icon} />}
        <h2 id={id} className={s.title}>
          {title}
        </h2>
        {aside}
      </div>
      <div className={cx(s.body, flush && s.flush)}>
        <Boundary>
          <Suspense fallback={<Skeleton rows={rows} />}>{children}</Suspense>
        </Boundary>
      </div>
    </section>
  )
}
