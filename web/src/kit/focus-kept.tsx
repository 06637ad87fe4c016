/** Around what changes by itself: where what had the focus is gone, the keyboard goes on here. */
import { type ReactNode, useEffect, useRef } from 'react'
import { focusIfLost } from './focus'
import s from './focus-kept.module.css'

interface FocusKeptProps {
  /** What this part of the page is, for whoever comes to it and sees nothing. */
  readonly label: string
  /** Something of the state: another one may have taken buttons away. */
  readonly state: string
  readonly children: ReactNode
}

export function FocusKept({ label, state, children }: FocusKeptProps) {
  const box = useRef<HTMLDivElement>(null)
  const isWithin = useRef(false) // also in a dialog that was opened here: its events come by
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state && isWithin.current) {
      focusIfLost(() => box.current, box.current?.closest('[role=dialog]'))
    }
    before.current = state
  }, [state])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div
      ref={box}
      role="group"
      aria-label={label}
      tabIndex={-1}
      className={s.kept}
      onFocus={() => {
        isWithin.current = true
      }}
      // Not told of what is taken away while it has the focus: that is what is looked after here.
      onBlur={({ currentTarget, relatedTarget }) => {
        isWithin.current = currentTarget.contains(relatedTarget)
      }}
    >
      {children}
    </div>
  )
}
