/** What can be done here, behind one button. */
import type { LucideIcon } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  Keyboard,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { cx } from './cx'
import s from './menu.module.css'

interface MenuProps {
  readonly label: string
  /** The button. */
  readonly trigger: ReactElement
  /** `MenuItem`, `MenuSection`, `MenuLine`. */
  readonly children: ReactNode
  /** Above the items; not a part of the menu. */
  readonly head?: ReactNode | ((close: () => void) => ReactNode)
}

export function Menu({ label, trigger, head, children }: MenuProps) {
  const [isOpen, open] = useState(false)
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={open}>
      {trigger}
      <Popover className={cx(s.popover)} offset={6}>
        {typeof head === 'function' ? head(() => open(false)) : head}
        <AriaMenu aria-label={label} className={cx(s.menu)}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

interface MenuItemProps {
  readonly label: string
  readonly note?: string
  readonly icon?: LucideIcon
  /** Of the icon: a name of the app's own css. */
  readonly inkClass?: string
  readonly keys?: string
  readonly onAction?: () => void
  readonly to?: string
  readonly tone?: 'danger'
  readonly isDisabled?: boolean
}

export function MenuItem({
  label,
  note,
  icon: Icon,
  inkClass,
  keys,
  to,
  tone,
  ...rest
}: MenuItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      {...(to ? { href: to } : {})}
      textValue={label}
      className={cx(s.item, tone && s[tone])}
    >
      {Icon && <Icon size={17} aria-hidden {...(inkClass ? { className: inkClass } : {})} />}
      <span className={s.words}>
        <span>{label}</span>
        {note && <span className={s.note}>{note}</span>}
      </span>
      {keys && <Keyboard className={cx(s.keys)}>{keys}</Keyboard>}
    </AriaMenuItem>
  )
}

export function MenuSection({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <AriaMenuSection>
      <Header className={cx(s.header)}>{title}</Header>
      {children}
    </AriaMenuSection>
  )
}

export function MenuLine() {
  return <Separator className={cx(s.line)} />
}
