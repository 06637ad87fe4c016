/** A word on hover and on focus, for parts that show only a picture. */
import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { cx } from './cx'
import s from './tooltip.module.css'

/** `children` is one part that can take the focus. */
export function Hint({
  text,
  children,
}: {
  readonly text: string
  readonly children: ReactElement
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip offset={6} className={cx(s.hint)}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  )
}
