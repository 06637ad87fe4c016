/** What stands above a table that shows cards: they have no header to press. */
import { ArrowDownNarrowWide, ArrowUpNarrowWide } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from './button'
import { Checkbox } from './field'
import { Select } from './select'
import type { Column, Sorting } from './table'
import s from './table.module.css'
import { words } from './words'

interface AllBoxProps {
  readonly ids: readonly string[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (selected: ReadonlySet<string>) => void
}

interface AboveCardsProps {
  readonly columns: readonly Pick<Column<never>, 'id' | 'label' | 'sortable'>[]
  readonly sorting?: Sorting
  readonly onSort?: (sorting: Sorting) => void
  readonly choosing?: AllBoxProps
}

export function AboveCards({ columns, sorting, onSort, choosing }: AboveCardsProps) {
  const sortable = columns.filter(column => column.sortable)
  const isSorted = onSort && sortable.length > 0
  if (!isSorted && !choosing) return null
  return (
    <div className={s.above}>
      {choosing && <AllBox {...choosing} />}
      {isSorted && <TableOrder columns={sortable} sorting={sorting} onSort={onSort} />}
    </div>
  )
}

function AllBox({ ids, selected, onSelect }: AllBoxProps) {
  const t = useWords(words)
  const count = ids.filter(id => selected.has(id)).length
  return (
    <Checkbox
      isSelected={count === ids.length}
      isIndeterminate={count > 0 && count < ids.length}
      onChange={all => onSelect(new Set(all ? ids : []))}
    >
      {t('all')}
    </Checkbox>
  )
}

interface TableOrderProps {
  readonly columns: AboveCardsProps['columns']
  readonly sorting: Sorting | undefined
  readonly onSort: (sorting: Sorting) => void
}

function TableOrder({ columns, sorting, onSort }: TableOrderProps) {
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
