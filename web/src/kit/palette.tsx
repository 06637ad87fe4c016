/** One line to find or do anything. What is typed is never rewritten, not even in composition. */
import type { LucideIcon } from 'lucide-react'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { cx } from './cx'
import s from './palette.module.css'
import { Spinner } from './progress'

export interface PaletteItem {
  readonly id: string
  readonly title: string
  readonly note?: string | undefined
  readonly icon?: LucideIcon | undefined
  readonly keys?: string | undefined
}
export interface PaletteGroup {
  readonly id: string
  readonly label: string
  readonly items: readonly PaletteItem[]
}

interface PaletteProps {
  readonly label: string
  readonly placeholder: string
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly groups: readonly PaletteGroup[]
  readonly isSearching: boolean
  readonly onChoose: (id: string) => void
  readonly empty: ReactNode
  /** Under the results. */
  readonly note?: string | undefined
}

export function Palette(props: PaletteProps) {
  const { label, placeholder, isOpen, onOpenChange, query, onQuery, groups, onChoose } = props
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className={cx(s.veil)}>
      <Modal className={cx(s.modal)}>
        <Dialog aria-label={label} className={cx(s.dialog)}>
          <Autocomplete inputValue={query} onInputChange={onQuery}>
            <SearchField autoFocus aria-label={label} className={cx(s.search)}>
              <Search size={19} aria-hidden />
              <Input placeholder={placeholder} className={cx(s.input)} />
              {props.isSearching && <Spinner size={16} />}
            </SearchField>
            <Menu
              aria-label={label}
              items={groups}
              className={cx(s.results)}
              onAction={key => onChoose(String(key))}
              renderEmptyState={() => (props.isSearching ? null : props.empty)}
            >
              {group => (
                <MenuSection id={group.id} className={cx(s.group)}>
                  <Header className={cx(s.header)}>{group.label}</Header>
                  <Collection items={group.items}>{item => <Line item={item} />}</Collection>
                </MenuSection>
              )}
            </Menu>
            {props.note && (
              <p role="status" className={s.foot}>
                {props.note}
              </p>
            )}
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Line({ item: { id, title, note, icon: Icon, keys } }: { readonly item: PaletteItem }) {
  return (
    <MenuItem id={id} textValue={title} className={cx(s.item)}>
      {Icon && <Icon size={18} aria-hidden className={s.icon} />}
      <span className={s.title}>{title}</span>
      {note && <span className={s.note}>{note}</span>}
      {keys && <kbd className={s.keys}>{keys}</kbd>}
    </MenuItem>
  )
}
