/** A button that opens the camera, the album or the files of a phone. */
import type { LucideIcon } from 'lucide-react'
import { cx } from '@/kit/cx'
import s from './media.module.css'

interface PickFileProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly describedBy?: string | undefined
  readonly accept: string
  /** Which camera; without it the phone asks where from. */
  readonly capture?: 'environment' | 'user'
  readonly isMain?: boolean
  readonly isDisabled?: boolean
  /** As soon as it is pressed, before anything was chosen. */
  readonly onPress?: () => void
  readonly onPick: (file: File) => void
}

export function PickFile(props: PickFileProps) {
  const { icon: Icon, label, accept, capture, isMain = false, isDisabled = false } = props
  return (
    <label className={cx(s.pick, isMain && s.isMain, isDisabled && s.isOff)}>
      <input
        type="file"
        accept={accept}
        {...(capture ? { capture } : {})}
        disabled={isDisabled}
        aria-describedby={props.describedBy}
        onClick={props.onPress}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) props.onPick(file)
          target.value = '' // the same file may be chosen again
        }}
      />
      <Icon size={24} aria-hidden />
      <span>{label}</span>
    </label>
  )
}
