/** What a table is sorted by where it shows cards, which have no header to press. */
import { ArrowDownNarrowWide, ArrowUpNarrowWide } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from './button'
import { Select } from './select'
import type { Column, Sorting } from './table'
import s from './table.module.css'
import { words } from './words'

interface TableOrderProps {
  readonly columns: readonly Pick<Column<never>, 'id' | 'label'>[]
  readonly sorting: Sorting | undefined
  readonly onSort: (sorting: Sorting) => void
}

export function TableOrder({ columns, sorting, onSort }: TableOrderProps) {
  const t = useWords(words)
  const isDown = sorting?.direction === 'descending'
  return (
    <div className={s.order}>
      <Select
        label={t('order.by')}
        hideLabel
        choices={columns.map(({ id, label }) => ({ id, label: t('order.of', { name: label }) }))}
        value={sorting?.column ?? null}
        onChange={column => onSort({ column, direction: sorting?.direction ?? 'ascending' })}
        placeholder={t('order.by')}
      />
      {sorting && (
        <Button
          icon={isDown ? ArrowDownNarrowWide : ArrowUpNarrowWide}
          onPress={() => onSort({ ...sorting, direction: isDown ? 'ascending' : 'descending' })}
        >
          {t(isDown ? 'order.descending' : 'order.ascending')}
        </Button>
      )}
    </div>
  )
}
