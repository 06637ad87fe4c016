/** Fields: label above, hint below, error beside; what was typed stays when it is refused. */
import { Check, ChevronDown, Search, X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Select as AriaSelect,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SelectValue,
  Text,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { cx } from './cx'
import s from './field.module.css'
import { useOwnText } from './own-text'
import { type Around, type Own, Under } from './text-field'
import { words } from './words'

export { TextArea, TextField, type TextFieldProps } from './text-field'

export type SearchFieldProps = Omit<AriaSearchFieldProps, Own | 'aria-label'> & {
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

export interface Choice<K extends string> {
  readonly id: K
  readonly label: string
  readonly note?: string
}
interface ChoiceProps<K extends string> {
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
  ...rest
}: ChoiceProps<K> & Omit<Around, 'label'> & { readonly hideLabel?: boolean }) {
  const t = useWords(words)
  return (
    <AriaSelect
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(error ? { isInvalid: true } : {})}
      value={value}
      onChange={key => key !== null && onChange(key as K)}
      placeholder={t('choose')}
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

/** A few choices side by side, one of them chosen. */
export function Segments<K extends string>({
  label,
  choices,
  value,
  onChange,
  ...rest
}: ChoiceProps<K>) {
  return (
    <RadioGroup
      {...rest}
      value={value}
      onChange={key => onChange(key as K)}
      orientation="horizontal"
      className={cx(s.field)}
    >
      <Label className={cx(s.label)}>{label}</Label>
      <div className={s.segments}>
        {choices.map(({ id, label }) => (
          <Radio key={id} value={id} className={cx(s.segment)}>
            {label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

export function Checkbox({
  children,
  ...rest
}: Omit<AriaCheckboxProps, Own> & { readonly children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className={cx(s.toggle)}>
      <span className={s.box} aria-hidden>
        <Check size={14} strokeWidth={3} />
      </span>
      {children}
    </AriaCheckbox>
  )
}

export function Switch({
  children,
  ...rest
}: Omit<AriaSwitchProps, Own> & { readonly children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className={cx(s.toggle)}>
      <span className={s.rail} aria-hidden>
        <span className={s.knob} />
      </span>
      {children}
    </AriaSwitch>
  )
}
