import { render, screen } from '@testing-library/react'
import { useEffect, useRef } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { useFocusOnMove } from './focus-on-move'

/** A screen with a field, which a desktop takes the keyboard for as soon as it is there. */
function Screen({ takes }: { readonly takes: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takes) field.current?.focus()
  }, [takes])
  return <textarea ref={field} aria-label="가상PC에 입력" />
}

function Frame({ path, takes = false }: { readonly path: string; readonly takes?: boolean }) {
  const content = useRef<HTMLElement>(null)
  useFocusOnMove(content, path)
  return (
    <main ref={content} tabIndex={-1}>
      <Screen key={path} takes={takes} />
    </main>
  )
}

beforeEach(() => {
  vi.stubGlobal('scrollTo', () => undefined)
  return () => vi.unstubAllGlobals()
})

test('a new screen is read from its start, and the first one is left where it is', () => {
  const { rerender } = render(<Frame path="/desktops" />)
  expect(document.activeElement).toBe(document.body)
  rerender(<Frame path="/drive" />)
  expect(document.activeElement).toBe(screen.getByRole('main'))
})

test('a screen that takes the keyboard keeps it', () => {
  const { rerender } = render(<Frame path="/desktops" />)
  rerender(<Frame path="/desktops/view/1" takes />)
  expect(document.activeElement).toBe(screen.getByLabelText('가상PC에 입력'))
})
