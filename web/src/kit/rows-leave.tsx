/**
 * Around a list whose rows leave by an act in them: where the row with the focus is gone, the keyboard
 * goes on here. The list itself would put it on the same act of the next row, and one Enter too many
 * would be about somebody else.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { focusIfLost } from './focus'
import s from './focus-kept.module.css'

interface RowsLeaveProps {
  /** What the list is, for whoever comes to it and sees nothing. */
  readonly label: string
  readonly ids: readonly string[]
  readonly children: ReactNode
}

export function RowsLeave({ label, ids, children }: RowsLeaveProps) {
  const box = useRef<HTMLDivElement>(null)
  const until = useRef(0) // a dialog of the row that is gone gives the focus to the next one yet
  const row = useRef<string | null>(null) // that has the focus, also in a dialog that it opened
  useLayoutEffect(() => {
    if (row.current === null || ids.includes(row.current)) return
    row.current = null
    until.current = Date.now() + SETTLES_MS
    box.current?.focus({ preventScroll: true })
    focusIfLost(() => box.current)
  }, [ids])
  useEffect(() => {
    /** A click beside the list takes nobody's focus anywhere, and says that they are done here. */
    function leave({ target: at }: PointerEvent): void {
      const isBeside = at instanceof Element && !box.current?.contains(at) && !at.closest(DIALOG)
      if (isBeside) row.current = null
    }
    document.addEventListener('pointerdown', leave, true)
    return () => document.removeEventListener('pointerdown', leave, true)
  }, [])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div
      ref={box}
      role="group"
      aria-label={label}
      tabIndex={-1}
      className={s.kept}
      onFocus={({ currentTarget, target }) => {
        if (!currentTarget.contains(target)) return
        if (target !== currentTarget && Date.now() < until.current) currentTarget.focus()
        else row.current = rowOf(target)
      }}
      onBlur={({ currentTarget, relatedTarget: to }) => {
        const isElsewhere = to !== null && !currentTarget.contains(to) && !to.closest(DIALOG)
        if (isElsewhere) row.current = null
      }}
    >
      {children}
    </div>
  )
}

const SETTLES_MS = 400
const DIALOG = '[role=dialog], [role=alertdialog]'
const rowOf = (at: Element) => at.closest('[role=row]')?.getAttribute('data-key') ?? null
