/** Fields: label above, hint below, error beside; what was typed stays when it is refused. */
import { Check, Minus } from 'lucide-react'
import type { FocusEvent, ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
  Label,
  Radio,
  RadioGroup,
} from 'react-aria-components'
import { cx } from './cx'
import s from './field.module.css'
import type { ChoiceProps } from './select'
import type { Own } from './text-field'

export { AmountField } from './amount-field'
export { SearchField } from './search-field'
export { type Choice, Select } from './select'
export { TextArea, TextField, type TextFieldProps } from './text-field'

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
          <Radio key={id} value={id} className={cx(s.segment)} onFocus={intoView}>
            {label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

/** Browsers scroll to what has the keyboard, and that is hidden here behind what is drawn. */
function intoView({ target }: FocusEvent) {
  target.closest('label')?.scrollIntoView?.({ block: 'nearest' })
}

export function Checkbox({
  children,
  ...rest
}: Omit<AriaCheckboxProps, Own> & { readonly children: ReactNode }) {
  return (
    <AriaCheckbox onFocus={intoView} {...rest} className={cx(s.toggle)}>
      {({ isIndeterminate }) => (
        <>
          <span className={s.box} aria-hidden>
            {isIndeterminate ? (
              <Minus size={14} strokeWidth={3} data-some />
            ) : (
              <Check size={14} strokeWidth={3} />
            )}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}

export function Switch({
  children,
  ...rest
}: Omit<AriaSwitchProps, Own> & { readonly children: ReactNode }) {
  return (
    <AriaSwitch onFocus={intoView} {...rest} className={cx(s.toggle)}>
      <span className={s.rail} aria-hidden>
        <span className={s.knob} />
      </span>
      {children}
    </AriaSwitch>
  )
}
