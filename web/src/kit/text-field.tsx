/** Text of a line or of several: label above, hint below, error beside; what was typed stays. */
import type { ReactNode, Ref } from 'react'
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { cx } from './cx'
import s from './field.module.css'
import { useOwnText } from './own-text'
import { words } from './words'

export interface Around {
  readonly label: string
  readonly hint?: ReactNode
  /** A refusal that belongs to this field. */
  readonly error?: string | null
}
export type Own = 'className' | 'children' | 'style'

export type TextFieldProps = Around &
  Omit<AriaTextFieldProps, Own> & {
    readonly placeholder?: string
    readonly ref?: Ref<HTMLInputElement>
  }

export function TextField({ label, hint, error, placeholder, ref, ...rest }: TextFieldProps) {
  const own = useOwnText(rest)
  return (
    <AriaTextField
      {...rest}
      {...own}
      {...(error ? { isInvalid: true } : {})}
      className={cx(s.field)}
    >
      <Label className={cx(s.label)}>{label}</Label>
      <Input
        {...(ref ? { ref } : {})}
        {...(placeholder ? { placeholder } : {})}
        {...(rest.type === 'number' ? { step: 'any' } : {})} // half a processor is a number
        className={cx(s.input)}
      />
      <Under hint={hint} error={error} />
    </AriaTextField>
  )
}

export function TextArea({
  label,
  hint,
  error,
  placeholder,
  rows = 4,
  ...rest
}: Around &
  Omit<AriaTextFieldProps, Own> & { readonly rows?: number; readonly placeholder?: string }) {
  const own = useOwnText(rest)
  return (
    <AriaTextField
      {...rest}
      {...own}
      {...(error ? { isInvalid: true } : {})}
      className={cx(s.field)}
    >
      <Label className={cx(s.label)}>{label}</Label>
      <AriaTextArea rows={rows} placeholder={placeholder} className={cx(s.input, s.area)} />
      <Under hint={hint} error={error} />
    </AriaTextField>
  )
}

export function Under({
  hint,
  error,
}: {
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
}) {
  const t = useWords(words)
  return (
    <>
      {hint && (
        <Text slot="description" className={cx(s.hint)}>
          {hint}
        </Text>
      )}
      <FieldError className={cx(s.error)}>
        {error
          ? error
          : ({ validationErrors, validationDetails: { valueMissing, badInput } }) =>
              // The browser would say it in its own language.
              valueMissing ? t('missing') : badInput ? t('noNumber') : validationErrors.join(' ')}
      </FieldError>
    </>
  )
}
