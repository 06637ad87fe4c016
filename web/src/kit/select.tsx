/** A field with a list to choose one from; a file of its own, for pages that need no other field. */
import { Check, ChevronDown } from 'lucide-react'
import {
  Button as AriaButton,
  Select as AriaSelect,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { cx } from './cx'
import s from './field.module.css'
import { type Around, Under } from './text-field'
import { words } from './words'

export interface Choice<K extends string> {
  readonly id: K
  readonly label: string
  readonly note?: string
}
export interface ChoiceProps<K extends string> {
  readonly label: string
  readonly choices: readonly Choice<K>[]
  readonly value: K | null
  readonly onChange: (value: K) => void
  readonly isDisabled?: boolean
}

export function Select<K extends string>({
  label,
  hint,
  error,
  choices,
  value,
  onChange,
  hideLabel = false,
  placeholder,
  ...rest
}: ChoiceProps<K> &
  Omit<Around, 'label'> & { readonly hideLabel?: boolean; readonly placeholder?: string }) {
  const t = useWords(words)
  return (
    <AriaSelect
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(error ? { isInvalid: true } : {})}
      value={value}
      onChange={key => key !== null && onChange(key as K)}
      placeholder={placeholder ?? t('choose')}
      className={cx(s.field)}
    >
      {!hideLabel && <Label className={cx(s.label)}>{label}</Label>}
      <AriaButton className={cx(s.input, s.select)}>
        <SelectValue className={cx(s.selected)} />
        <ChevronDown size={17} aria-hidden />
      </AriaButton>
      <Under hint={hint} error={error} />
      <Popover className={cx(s.popover)} offset={4}>
        <ListBox items={choices} className={cx(s.options)}>
          {({ id, label, note }) => (
            <ListBoxItem id={id} textValue={label} className={cx(s.option)}>
              <span className={s.grow}>
                <Text slot="label">{label}</Text>
                {note && (
                  <Text slot="description" className={cx(s.hint)}>
                    {note}
                  </Text>
                )}
              </span>
              <Check size={16} aria-hidden className={s.check} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
