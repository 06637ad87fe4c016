/** Several of a few choices, side by side; a form with none of them is not sent. */
import { CheckboxGroup, FieldError, Label } from 'react-aria-components'
import s from './checks.module.css'
import { cx } from './cx'
import { Checkbox } from './field'
import f from './field.module.css'

interface Props {
  readonly label: string
  readonly choices: readonly { readonly id: string; readonly label: string }[]
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  /** What is said where none is chosen. */
  readonly none: string
  /** The keyboard begins with the first. */
  readonly autoFocus?: boolean
}

export function Checks({ label, choices, value, onChange, none, autoFocus = false }: Props) {
  return (
    <CheckboxGroup
      value={[...value]}
      onChange={onChange}
      validate={chosen => (chosen.length === 0 ? none : null)}
      className={cx(f.field)}
    >
      <Label className={cx(f.label)}>{label}</Label>
      <div className={s.row}>
        {choices.map((choice, at) => (
          <Checkbox key={choice.id} value={choice.id} autoFocus={autoFocus && at === 0}>
            {choice.label}
          </Checkbox>
        ))}
      </div>
      <FieldError className={cx(f.error)} />
    </CheckboxGroup>
  )
}
