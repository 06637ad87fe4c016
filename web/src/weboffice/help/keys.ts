/** Keys of the whole document page: by their places, so that they also work on a Hangul layout. */
import { useEffect, useRef } from 'react'
import { isComposing } from '@/kernel/text'

export interface PageKeys {
  /** Ctrl+S: what is written is saved already; who presses it is told so. */
  readonly save: () => void
  readonly print: () => void
  readonly help: () => void
  /** Ctrl+Z beside the text, where no field of its own has it. */
  readonly undo: () => void
  readonly redo: () => void
}

const KEYS: Readonly<Record<string, keyof PageKeys>> = {
  KeyS: 'save',
  KeyP: 'print',
  Slash: 'help',
}

const FIELDS = 'input, textarea, [contenteditable="true"], [role="dialog"]'

export function usePageKeys(acts: PageKeys): void {
  const latest = useRef(acts)
  useEffect(() => {
    latest.current = acts
  })
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const wanted = isComposing(event) ? undefined : wantedBy(event)
      if (!wanted) return
      event.preventDefault()
      latest.current[wanted]()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}

function wantedBy(event: KeyboardEvent): keyof PageKeys | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return
  const isBeside = !(event.target as Element | null)?.closest?.(FIELDS)
  if (isBeside && event.code === 'KeyZ') return event.shiftKey ? 'redo' : 'undo'
  if (isBeside && event.code === 'KeyY') return 'redo'
  return event.shiftKey ? undefined : KEYS[event.code]
}

/** Between the text and the tools above it, and along them, as a bar of tools is expected to. */
export function alongTools(event: {
  readonly key: string
  readonly target: EventTarget
  readonly currentTarget: HTMLElement
  preventDefault(): void
}): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (by === undefined && event.key !== 'Home' && event.key !== 'End') return
  const tools = toolsIn(event.currentTarget)
  const at = tools.indexOf(event.target as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  const { length } = tools
  const next =
    by === undefined ? (event.key === 'Home' ? 0 : length - 1) : (at + by + length) % length
  tools[next]?.focus()
}

export function toolsIn(bar: HTMLElement): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('button:not(:disabled)')]
}
