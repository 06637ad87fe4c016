import { render, screen } from '@testing-library/react'
import { act } from 'react'
import { expect, test } from 'vitest'
import type { Desk } from '../desk'
import { Keyboard } from '../keyboard'
import { keys } from './keys'

const CONTROL = 0xffe3

function Shown({ desk }: { readonly desk: Desk }) {
  const face = keys.useFace?.(desk)
  return (
    <p>
      {face?.label} {face?.text}
    </p>
  )
}

test('[DV14] whoever shut the panel still sees which key the page holds', () => {
  const desk = { input: () => undefined, compose: () => 1 }
  const keyboard = new Keyboard(document.createElement('textarea'), desk)
  render(<Shown desk={{ keyboard } as unknown as Desk} />)
  expect(screen.queryByText(/Ctrl/)).toBeNull()
  act(() => keyboard.pin(CONTROL, true))
  expect(screen.getByText(/Ctrl 누르고 있음 Ctrl/)).toBeDefined()
  act(() => keyboard.pin(CONTROL, false))
  expect(screen.queryByText(/Ctrl/)).toBeNull()
})
