import { useEffect, useRef, useState } from 'react'

interface Controlled {
  readonly value?: string | undefined
  readonly onChange?: ((value: string) => void) | undefined
}

/**
 * What is being typed belongs to the field. A caller may keep the value where it changes late (the
 * address, a server), and echoes of older keys must not be written over newer ones: that breaks
 * the syllable being composed. A value that was never typed here comes from outside and is taken.
 */
export function useOwnText({ value, onChange }: Controlled) {
  const [text, setText] = useState(value ?? '')
  const typed = useRef<string[]>([])
  useEffect(() => {
    if (value !== undefined && !typed.current.includes(value)) setText(value)
    if (value === typed.current.at(-1)) typed.current = []
  }, [value])
  function type(next: string) {
    typed.current.push(next)
    setText(next)
    onChange?.(next)
  }
  return value === undefined ? {} : { value: text, onChange: type }
}
