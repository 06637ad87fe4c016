/** A list to move through with the arrow keys and to choose from, in one dimension or two. */
import type { ReactNode } from 'react'
import { GridList, GridListItem, type Selection } from 'react-aria-components'
import { cx } from './cx'
import s from './pick-list.module.css'

interface PickListProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  /** Spoken, and found by typing its first letters. */
  readonly textOf: (item: T) => string
  readonly children: (item: T) => ReactNode
  readonly onOpen?: (item: T) => void
  readonly hrefOf?: (item: T) => string
  readonly selection?: 'none' | 'single' | 'multiple'
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (selected: ReadonlySet<string>) => void
  /** `grid` moves in two dimensions. */
  readonly layout?: 'stack' | 'grid'
  readonly empty?: ReactNode
}

export function PickList<T extends object>({
  label,
  items,
  idOf,
  textOf,
  children,
  onOpen,
  hrefOf,
  selection = 'none',
  selected,
  onSelect,
  layout = 'stack',
  empty,
}: PickListProps<T>) {
  const byId = new Map(items.map(item => [idOf(item), item]))
  function select(keys: Selection) {
    onSelect?.(keys === 'all' ? new Set(byId.keys()) : new Set([...keys].map(String)))
  }
  return (
    <GridList
      aria-label={label}
      layout={layout}
      selectionMode={selection}
      selectionBehavior={selection === 'multiple' ? 'toggle' : 'replace'}
      {...(selected ? { selectedKeys: selected } : {})}
      onSelectionChange={select}
      {...(onOpen
        ? {
            onAction: key => {
              const item = byId.get(String(key))
              if (item) onOpen(item)
            },
          }
        : {})}
      renderEmptyState={() => empty}
      className={cx(layout === 'grid' ? s.grid : s.picks)}
    >
      {items.map(item => (
        <GridListItem
          key={idOf(item)}
          id={idOf(item)}
          textValue={textOf(item)}
          {...(hrefOf ? { href: hrefOf(item) } : {})}
          className={cx(layout === 'grid' ? s.tile : s.pick)}
        >
          {children(item)}
        </GridListItem>
      ))}
    </GridList>
  )
}
