/** Rows. `Rows` only shows; `PickList` is moved through with the arrow keys and chosen from. */
import type { ReactNode } from 'react'
import { Link as AriaLink, GridList, GridListItem, type Selection } from 'react-aria-components'
import { cx } from './cx'
import s from './list.module.css'

export function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className={s.rows}>{children}</ul>
}

interface RowProps {
  /** A picture, a time, an avatar. */
  readonly start?: ReactNode
  readonly title: ReactNode
  readonly note?: ReactNode
  /** Badges and one act. */
  readonly end?: ReactNode
  /** Makes the title a link that the whole row follows. */
  readonly to?: string
}

export function Row({ start, title, note, end, to }: RowProps) {
  return (
    <li className={s.row}>
      {start}
      <span className={s.words}>
        {to ? (
          <AriaLink href={to} className={cx(s.title, s.link)}>
            {title}
          </AriaLink>
        ) : (
          <span className={s.title}>{title}</span>
        )}
        {note && <span className={s.note}>{note}</span>}
      </span>
      {end && <span className={s.end}>{end}</span>}
    </li>
  )
}

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

/** The usual inside of a `PickList` row. */
export function RowFace({ start, title, note, end }: Omit<RowProps, 'to'>) {
  return (
    <span className={s.face}>
      {start}
      <span className={s.words}>
        <span className={s.title}>{title}</span>
        {note && <span className={s.note}>{note}</span>}
      </span>
      {end && <span className={s.end}>{end}</span>}
    </span>
  )
}
