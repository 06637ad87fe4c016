/** The word itself, fetched when the first one is shown. */
import { type RefObject, useMemo } from 'react'
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components'
import { cx } from './cx'
import s from './tooltip.module.css'

interface HintFloatProps {
  readonly anchor: RefObject<HTMLElement | null>
  readonly text: string
  readonly onLeave: () => void
}

export function HintFloat({ anchor, text, onLeave }: HintFloatProps) {
  // The part inside a Tooltip reads its state from here, also where it has no TooltipTrigger.
  const state = useMemo(
    () => ({ isOpen: true, shouldSkipAnimation: false, open: () => undefined, close: onLeave }),
    [onLeave],
  )
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip triggerRef={anchor} offset={6} className={cx(s.hint)}>
        {text}
      </Tooltip>
    </TooltipTriggerStateContext>
  )
}
