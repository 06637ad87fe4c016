/**
 * A field that keeps what is typed for itself: the engine hears of a syllable when it is whole,
 * and never while it is composed.
 */
import { type FocusEvent, type InputHTMLAttributes, useEffect, useRef } from 'react'
import { cx } from '@/kit/cx'
import s from './questions.module.css'

interface OwnInputProps {
  readonly value: string
  readonly onCommit: (text: string) => void
  readonly rows?: number
  readonly onLeave?: (event: FocusEvent) => void
}
type Native = Omit<
  InputHTMLAttributes<HTMLInputElement & HTMLTextAreaElement>,
  'value' | 'defaultValue' | 'onChange' | 'onBlur'
>

export function OwnInput({ value, onCommit, rows, onLeave, ...rest }: OwnInputProps & Native) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const isComposing = useRef(false)
  const told = useRef(value)
  useEffect(() => {
    const there = field.current
    // What comes back is mostly our own; only what others wrote is taken.
    if (there === null || isComposing.current || value === told.current) return
    told.current = value
    there.value = value
  }, [value])
  function tell(): void {
    const text = field.current?.value.normalize('NFC') ?? ''
    if (isComposing.current || text === told.current) return
    told.current = text
    onCommit(text)
  }
  const own = {
    ...rest,
    ref: field,
    defaultValue: value,
    className: cx(s.input, rows !== undefined && s.area, rest.className),
    onInput: tell,
    onCompositionStart: () => {
      isComposing.current = true
    },
    onCompositionEnd: () => {
      isComposing.current = false
      tell()
    },
    onBlur: (event: FocusEvent) => {
      isComposing.current = false
      tell()
      onLeave?.(event)
    },
  }
  return rows === undefined ? <input {...own} /> : <textarea {...own} rows={rows} />
}
