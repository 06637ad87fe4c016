/** Something small beside what was pressed, without leaving the page. */
import { cloneElement, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react'
import type { PressEvent } from 'react-aria-components'
import { part } from '@/kernel/part'
import type { Placement } from './floating'
import s from './popover.module.css'

const Floating = part(async () => (await import('./floating')).Floating)

interface TriggerProps {
  'aria-haspopup'?: 'dialog'
  'aria-expanded'?: boolean
  onPress?: (event: PressEvent) => void
}

interface PopoverProps {
  /** Names the popover for a screen reader. */
  readonly label: string
  /** A button of the kit. */
  readonly trigger: ReactElement<TriggerProps>
  readonly placement?: Placement
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}

export function Popover({ label, trigger, placement = 'bottom start', children }: PopoverProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  const [isOpen, open] = useState(false)
  return (
    <span ref={anchor} className={s.anchor}>
      {cloneElement(trigger, {
        'aria-haspopup': 'dialog',
        'aria-expanded': isOpen,
        onPress: () => open(true),
      })}
      {isOpen && (
        <Suspense>
          <Floating label={label} placement={placement} anchor={anchor} isOpen onOpenChange={open}>
            {typeof children === 'function' ? children(() => open(false)) : children}
          </Floating>
        </Suspense>
      )}
    </span>
  )
}
