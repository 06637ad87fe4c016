import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useKeys } from './keys'

function press(init: KeyboardEventInit & { keyCode?: number }) {
  dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, ...init }))
}

it('a shortcut acts, but never in the middle of a syllable', () => {
  const act = vi.fn()
  renderHook(() => useKeys({ 'Mod+K': act }))
  press({ isComposing: true })
  press({ keyCode: 229 })
  expect(act).not.toHaveBeenCalled()
  press({})
  expect(act).toHaveBeenCalledOnce()
})
