import { useEffect, useRef } from 'react'
import { isPressed } from '@/kernel/commands'
import { isComposing } from '@/kernel/text'

/** Shortcuts of the whole page. While a syllable is composed no key is a shortcut. */
export function useKeys(bindings: Readonly<Record<string, () => void>>): void {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isComposing(event)) return
      const found = Object.entries(latest.current).find(([keys]) => isPressed(keys, event))
      if (!found) return
      event.preventDefault()
      found[1]()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
