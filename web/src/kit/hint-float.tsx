/** The word itself, fetched when the first one is shown. */
import type { RefObject } from 'react'
import { Tooltip } from 'react-aria-components'
import { cx } from './cx'
import s from './tooltip.module.css'

interface HintFloatProps {
  readonly anchor: RefObject<HTMLElement | null>
  readonly text: string
  readonly onLeave: () => void
}

export function HintFloat({ anchor, text, onLeave }: HintFloatProps) {
  return (
    <Tooltip
      triggerRef={anchor}
      isOpen
      onOpenChange={open => !open && onLeave()}
      offset={6}
      className={cx(s.hint)}
    >
      {text}
    </Tooltip>
  )
}
