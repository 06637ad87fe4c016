/** Told at the top of the text where it has columns and the window is too narrow to show pages [ED18]. */
import { Columns2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import s from './edges.module.css'
import type { PageSetup } from './settings'
import { words } from './words'

export function ColumnsNote({ setup }: { readonly setup: PageSetup }) {
  const t = useWords(words)
  const stretches = useStore(setup.stretches)
  const pages = useStore(setup.pages)
  const columns = Math.max(1, ...stretches.map(one => one.columns))
  if (columns < 2 || pages > 0) return null
  return (
    <p className={s.columns}>
      <Columns2 size={15} aria-hidden />
      <span>{t('columnsBelow', { columns })}</span>
    </p>
  )
}
