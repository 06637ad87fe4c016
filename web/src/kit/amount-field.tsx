/** A field for an amount: thousands are parted while it is typed, and its value has no separator. */
import { useLayoutEffect, useRef } from 'react'
import { TextField, type TextFieldProps } from './text-field'

interface AmountFieldProps extends Omit<TextFieldProps, 'value' | 'onChange' | 'ref' | 'type'> {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function AmountField({ value, onChange, ...rest }: AmountFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    const field = input.current
    if (!field || caret.current === null) return
    const at = placeAfter(field.value, caret.current)
    caret.current = null
    field.setSelectionRange(at, at)
  })
  return (
    <TextField
      inputMode="decimal"
      {...rest}
      ref={input}
      value={parted(value)}
      onChange={shown => {
        const at = input.current?.selectionStart ?? shown.length
        caret.current = plain(shown.slice(0, at)).length
        onChange(plain(shown))
      }}
    />
  )
}

const NUMBER = /^(-?\d+)(\.\d*)?$/

/** 1100000 → 1,100,000; what is no number stays as it was typed. */
export function parted(value: string): string {
  const found = NUMBER.exec(value)
  if (!found) return value
  return `${found[1]?.replace(/\B(?=(\d{3})+$)/g, ',')}${found[2] ?? ''}`
}

export const plain = (shown: string) => shown.replaceAll(',', '')

/** Where in what is shown so many of its signs, separators apart, have been passed. */
export function placeAfter(shown: string, signs: number): number {
  let at = 0
  for (let passed = 0; passed < signs && at < shown.length; at += 1)
    if (shown[at] !== ',') passed += 1
  return at
}
