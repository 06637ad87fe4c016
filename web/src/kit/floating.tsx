/** The floating part of a popover, fetched when the first one opens. */
import type { ReactNode, RefObject } from 'react'
import { Popover as AriaPopover } from 'react-aria-components'
import { cx } from './cx'
import s from './popover.module.css'

export type Placement = 'bottom start' | 'bottom end' | 'bottom' | 'top' | 'right' | 'left'

interface FloatingProps {
  readonly label: string
  readonly placement: Placement
  readonly anchor: RefObject<HTMLElement | null>
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly children: ReactNode
}

export function Floating({ label, anchor, ...rest }: FloatingProps) {
  return (
    <AriaPopover
      {...rest}
      aria-label={label}
      triggerRef={anchor}
      offset={6}
      className={cx(s.popover)}
    />
  )
}
