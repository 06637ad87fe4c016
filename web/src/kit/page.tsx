/** A page: its title is the tab's title, the heading, and carries the count. */
import { type ReactNode, useEffect } from 'react'
import { cx } from './cx'
import s from './page.module.css'

interface PageProps {
  readonly title: string
  readonly note?: ReactNode
  /** Buttons at the end of the title line; one of them primary. */
  readonly acts?: ReactNode
  /** `full` uses the whole width, for editors and tables. */
  readonly width?: 'normal' | 'narrow' | 'full'
  readonly children: ReactNode
}

export function Page({ title, note, acts, width = 'normal', children }: PageProps) {
  useTitle(title)
  return (
    <div className={cx(s.page, s[width])}>
      <div className={s.head}>
        <div className={s.words}>
          <h1 className={s.title}>{title}</h1>
          {note && <p className={s.note}>{note}</p>}
        </div>
        {acts && <div className={s.acts}>{acts}</div>}
      </div>
      {children}
    </div>
  )
}

/** For screens that draw their own heading. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 온마루`
  }, [title])
}
