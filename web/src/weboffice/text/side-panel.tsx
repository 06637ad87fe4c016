/** What stands beside the sheet, and comes up from below where there is no room at its side. */
import { X } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import s from './side-panel.module.css'

interface SidePanelProps
  extends Pick<ComponentProps<'aside'>, 'onPointerDownCapture' | 'onKeyDownCapture'> {
  readonly label: string
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  readonly isWide?: boolean
  readonly children: ReactNode
}

export function SidePanel({
  label,
  title,
  closeLabel,
  onClose,
  isWide = false,
  children,
  ...rest
}: SidePanelProps) {
  return (
    <aside {...rest} className={cx(s.panel, isWide && s.wide)} aria-label={label}>
      <header className={s.title}>
        <h2>{title}</h2>
        <IconButton icon={X} label={closeLabel} onPress={onClose} />
      </header>
      {children}
    </aside>
  )
}
