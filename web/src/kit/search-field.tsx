/** A field that finds; a file of its own, for pages that need no other field. */
import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Input,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { cx } from './cx'
import s from './field.module.css'
import { useOwnText } from './own-text'
import type { Own } from './text-field'
import { words } from './words'

type SearchFieldProps = Omit<AriaSearchFieldProps, Own | 'aria-label'> & {
  readonly label: string
  readonly placeholder?: string
  readonly inputRef?: Ref<HTMLInputElement>
}

/** The label is spoken; the glass shows what it is. */
export function SearchField({ label, placeholder, inputRef, ...rest }: SearchFieldProps) {
  const t = useWords(words)
  const own = useOwnText(rest)
  return (
    <AriaSearchField {...rest} {...own} aria-label={label} className={cx(s.search)}>
      <Search size={17} aria-hidden />
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        placeholder={placeholder ?? label}
        size={1}
        className={cx(s.searchInput)}
      />
      <AriaButton className={cx(s.clear)} aria-label={t('clear')}>
        <X size={16} aria-hidden />
      </AriaButton>
    </AriaSearchField>
  )
}
