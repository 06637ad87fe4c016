import { expect, it } from 'vitest'
import { after, type Happening, IDLE } from './composing'

const START = { kind: 'compositionstart' } as const
const END = { kind: 'compositionend' } as const
const UP = { kind: 'enterup' } as const
const enter = (composing = false, shift = false) => ({ kind: 'enter', composing, shift }) as const

/** How often a run of events sends, and how many line breaks the browser may insert. */
function run(...happenings: readonly Happening[]) {
  let keys = IDLE
  const counted = { sent: 0, breaks: 0 }
  for (const happening of happenings) {
    const outcome = after(keys, happening)
    keys = outcome.keys
    if (outcome.send) counted.sent += 1
    if (happening.kind === 'enter' && !outcome.prevent) counted.breaks += 1
  }
  return { ...counted, keys }
}

it('sends once when Enter ends a syllable', () => {
  expect(run(START, enter(true), END, UP)).toEqual({ sent: 1, breaks: 0, keys: IDLE })
})

it('sends once when the same press is reported again after the syllable', () => {
  expect(run(START, enter(true), END, enter(), UP)).toEqual({ sent: 1, breaks: 0, keys: IDLE })
})

it('sends once when the syllable ends before Enter is heard of', () => {
  expect(run(START, END, enter(), UP)).toEqual({ sent: 1, breaks: 0, keys: IDLE })
})

it('sends once while Enter is held down', () => {
  expect(run(enter(), enter(), enter(), UP).sent).toBe(1)
})

it('sends each of two presses', () => {
  expect(run(enter(), UP, enter(), UP).sent).toBe(2)
  expect(run(START, enter(true), END, UP, START, enter(true), END, UP).sent).toBe(2)
})

it('breaks the line with Shift, and a syllable that ends otherwise sends nothing', () => {
  expect(run(enter(false, true), UP)).toEqual({ sent: 0, breaks: 1, keys: IDLE })
  expect(run(START, END, START, END).sent).toBe(0)
})
