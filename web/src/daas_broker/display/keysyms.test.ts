import { describe, expect, it } from 'vitest'
import { isPlain, keysymOf } from './keysyms'

describe('keysyms', () => {
  it('follows X11 for names, sides, functions and characters', () => {
    const keys: [string, string, number | undefined][] = [
      ['Enter', 'Enter', 65293],
      ['Enter', 'NumpadEnter', 65421],
      ['Shift', 'ShiftRight', 65506],
      ['F5', 'F5', 65474],
      ['a', 'KeyA', 97],
      ['A', 'KeyA', 65],
      ['한', '', 0x01000000 + 0xd55c],
      ['ArrowDown', 'ArrowDown', 65364],
      ['Process', 'KeyA', undefined],
      ['HangulMode', 'Lang1', undefined],
    ]
    for (const [key, code, keysym] of keys) expect(keysymOf({ key, code })).toBe(keysym)
  })

  it('sends ASCII as keys and the rest as text', () => {
    expect([isPlain('a'), isPlain(' '), isPlain('ㅎ'), isPlain('é'), isPlain('Enter')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
