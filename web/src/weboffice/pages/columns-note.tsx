/** Told at the top of the first page where a file had columns: the sheet has one [ED18]. */
import { Columns2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import s from './edges.module.css'
import type { PageSetup } from './settings'
import { words } from './words'

export function ColumnsNote({ setup }: { readonly setup: PageSetup }) {
  const t = useWords(words)
  const columns = useStore(setup.columns)
  if (columns < 2) return null
  return (
    <p className={s.columns}>
      <Columns2 size={15} aria-hidden />
      <span>{t('columns', { columns })}</span>
    </p>
  )
}
