/** Buttons. One `primary` per view; a verb on each. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Link as AriaLink,
  ToggleButton as AriaToggleButton,
  type ToggleButtonProps,
} from 'react-aria-components'
import s from './button.module.css'
import { cx } from './cx'
import { Spinner } from './progress'
import { Hint } from './tooltip'

type Look = 'primary' | 'secondary' | 'plain' | 'quiet' | 'danger'
type Size = 's' | 'm' | 'l'

interface Face {
  readonly look?: Look
  readonly size?: Size
  readonly icon?: LucideIcon
  readonly children: ReactNode
}
export type ButtonProps = Face &
  Omit<AriaButtonProps, 'className' | 'children' | 'style'> & { readonly wide?: boolean }

function faceOf(look: Look = 'plain', size: Size = 'm', wide = false): string {
  return cx(s.button, s[look], s[size], wide && s.wide)
}

export function Button({ look, size, icon: Icon, wide, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={faceOf(look, size, wide)}>
      {rest.isPending ? <Spinner size={16} /> : Icon && <Icon size={17} aria-hidden />}
      {children}
    </AriaButton>
  )
}

/** Goes somewhere, and looks like a button. */
export function LinkButton({
  to,
  look,
  size,
  icon: Icon,
  children,
  ...rest
}: Face & {
  readonly to: string
  readonly 'aria-label'?: string
  /** The address is a file's: the browser keeps it, and the page stays. */
  readonly download?: boolean
}) {
  return (
    <AriaLink {...rest} href={to} className={faceOf(look, size)}>
      {Icon && <Icon size={17} aria-hidden />}
      {children}
    </AriaLink>
  )
}

interface IconFace {
  readonly icon: LucideIcon
  /** Said by a screen reader and shown on hover: there is no icon without its word. */
  readonly label: string
  /** A small number on the corner. */
  readonly count?: number
}
export type IconButtonProps = IconFace &
  Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'>

export function IconButton({ icon: Icon, label, count, ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <AriaButton {...rest} aria-label={label} className={cx(s.icon)}>
        <Icon size={19} strokeWidth={1.85} aria-hidden />
        {count ? <Corner count={count} /> : null}
      </AriaButton>
    </Hint>
  )
}

export function ToggleIconButton({
  icon: Icon,
  label,
  ...rest
}: IconFace & Omit<ToggleButtonProps, 'className' | 'children' | 'style' | 'aria-label'>) {
  return (
    <Hint text={label}>
      <AriaToggleButton {...rest} aria-label={label} className={cx(s.icon)}>
        <Icon size={19} strokeWidth={1.85} aria-hidden />
      </AriaToggleButton>
    </Hint>
  )
}

function Corner({ count }: { readonly count: number }) {
  return <span className={s.corner} aria-hidden data-count={count > 99 ? '99+' : count} />
}
