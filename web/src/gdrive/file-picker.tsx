import type { ChangeEvent, RefObject } from 'react'
import { useWords } from '@/kernel/i18n'
import s from './page.module.css'
import { words } from './words'

interface FilePickerProps {
  readonly ref: RefObject<HTMLInputElement | null>
  readonly single?: boolean
  readonly onPick: (files: readonly File[]) => void
}

/** The browser's own dialog, behind a button of ours. */
export function FilePicker({ ref, single = false, onPick }: FilePickerProps) {
  const t = useWords(words)
  function pick({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    onPick([...(currentTarget.files ?? [])])
    currentTarget.value = ''
  }
  return (
    <input
      ref={ref}
      type="file"
      multiple={!single}
      aria-label={t('create.upload')}
      tabIndex={-1}
      className={s.hidden}
      onChange={pick}
    />
  )
}
