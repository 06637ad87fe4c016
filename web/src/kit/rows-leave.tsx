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
  // The table, and a dialog of the row that is gone, give the focus to the next row, on a slow machine
  // late. It comes back here until somebody goes on by themselves.
  const until = useRef(0)
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
    function pointed({ target: at }: PointerEvent): void {
      until.current = 0
      const isBeside = at instanceof Element && !box.current?.contains(at) && !at.closest(DIALOG)
      if (isBeside) row.current = null
    }
    function typed({ key }: KeyboardEvent): void {
      if (!PRESSES.has(key)) until.current = 0
    }
    document.addEventListener('pointerdown', pointed, true)
    document.addEventListener('keydown', typed, true)
    return () => {
      document.removeEventListener('pointerdown', pointed, true)
      document.removeEventListener('keydown', typed, true)
    }
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

const SETTLES_MS = 5_000
const PRESSES = new Set(['Enter', ' ']) // what one key too many does
const DIALOG = '[role=dialog], [role=alertdialog]'
const rowOf = (at: Element) => at.closest('[role=row]')?.getAttribute('data-key') ?? null
