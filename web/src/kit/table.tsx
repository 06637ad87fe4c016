/** A table with a caption; sorts, selects, and turns into cards under 640 px. */
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Column as AriaColumn,
  Table as AriaTable,
  Cell,
  Row,
  type Selection,
  TableBody,
  TableHeader,
} from 'react-aria-components'
import { cx } from './cx'
import { Checkbox } from './field'
import s from './table.module.css'
import { AboveCards } from './table-order'

export interface Column<T> {
  readonly id: string
  readonly label: string
  readonly cell: (item: T) => ReactNode
  /** Names the row for a screen reader; the first column when none says so. */
  readonly isRowHeader?: boolean
  readonly sortable?: boolean
  readonly align?: 'start' | 'end'
  readonly width?: 'narrow' | 'wide'
}
export interface Sorting {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

interface TableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  readonly sorting?: Sorting
  readonly onSort?: (sorting: Sorting) => void
  readonly onOpen?: (item: T) => void
  readonly selection?: 'none' | 'single' | 'multiple'
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (selected: ReadonlySet<string>) => void
  readonly empty?: ReactNode
}

export function Table<T extends object>({
  label,
  columns,
  items,
  idOf,
  sorting,
  onSort,
  onOpen,
  selection = 'none',
  selected,
  onSelect,
  empty,
}: TableProps<T>) {
  const byId = new Map(items.map(item => [idOf(item), item]))
  const header = columns.find(column => column.isRowHeader)?.id ?? columns[0]?.id
  const boxes = selection === 'multiple'
  function select(keys: Selection) {
    onSelect?.(keys === 'all' ? new Set(byId.keys()) : new Set([...keys].map(String)))
  }
  function open(key: string) {
    const item = byId.get(key)
    if (item) onOpen?.(item)
  }
  const table = (
    <AriaTable
      aria-label={label}
      className={cx(s.table)}
      selectionMode={selection}
      {...(selected ? { selectedKeys: selected } : {})}
      onSelectionChange={select}
      {...(sorting ? { sortDescriptor: sorting } : {})}
      onSortChange={({ column, direction }) => onSort?.({ column: String(column), direction })}
      {...(onOpen ? { onRowAction: key => open(String(key)) } : {})}
    >
      <TableHeader className={cx(s.header)}>
        {boxes && (
          <AriaColumn className={cx(s.column, s.box)}>
            <Checkbox slot="selection">{null}</Checkbox>
          </AriaColumn>
        )}
        {columns.map(column => (
          <AriaColumn
            key={column.id}
            id={column.id}
            isRowHeader={column.id === header}
            allowsSorting={column.sortable ?? false}
            className={cx(
              s.column,
              column.align === 'end' && s.end,
              column.width && s[column.width],
            )}
          >
            {({ sortDirection, allowsSorting }) => (
              <span className={s.sorter}>
                {column.label}
                {allowsSorting && !sortDirection && (
                  <ArrowUpDown size={14} aria-hidden className={cx(s.unsorted)} />
                )}
                {sortDirection === 'ascending' && <ArrowUp size={14} aria-hidden />}
                {sortDirection === 'descending' && <ArrowDown size={14} aria-hidden />}
              </span>
            )}
          </AriaColumn>
        ))}
      </TableHeader>
      <TableBody renderEmptyState={() => empty}>
        {items.map(item => (
          <Row key={idOf(item)} id={idOf(item)} className={cx(s.row, onOpen && s.opens)}>
            {boxes && (
              <Cell className={cx(s.cell, s.box)}>
                <Checkbox slot="selection">{null}</Checkbox>
              </Cell>
            )}
            {columns.map(column => (
              <Cell
                key={column.id}
                className={cx(s.cell, column.align === 'end' && s.end)}
                {...(saysWhat(column, header) ? { 'data-label': column.label } : {})}
              >
                {column.cell(item)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
    </AriaTable>
  )
  if (items.length === 0) return table
  const ids = [...byId.keys()]
  return (
    <>
      <AboveCards
        columns={columns}
        {...(sorting ? { sorting } : {})}
        {...(onSort ? { onSort } : {})}
        {...(boxes && selected && onSelect ? { choosing: { ids, selected, onSelect } } : {})}
      />
      {table}
    </>
  )
}

/** On a card nothing stands above a value: it says itself what it is. Names and acts speak already. */
function saysWhat(column: { id: string; isRowHeader?: boolean }, header: string | undefined) {
  return column.id !== header && column.id !== 'acts'
}
