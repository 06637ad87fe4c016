/** Something small beside what was pressed, without leaving the page. */
import type { ReactElement, ReactNode } from 'react'
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components'
import { cx } from './cx'
import s from './popover.module.css'

type Placement = 'bottom start' | 'bottom end' | 'bottom' | 'top' | 'right' | 'left'

interface PopoverProps {
  /** Names the popover for a screen reader. */
  readonly label: string
  readonly trigger: ReactElement
  readonly placement?: Placement
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}

export function Popover({ label, trigger, placement = 'bottom start', children }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={cx(s.popover)} placement={placement} offset={6}>
        <Dialog aria-label={label} className={cx(s.inside)}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
