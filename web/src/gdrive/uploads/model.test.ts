import { expect, test } from 'vitest'
import { type Item, nextOf, type Phase, percentOf } from './model'

let key = 0
function item(phase: Phase, size = 4, sent = 0): Item {
  key += 1
  const file = new File(['x'.repeat(size)], 'a.txt')
  return { key, target: 'f', file, onConflict: 'refuse', upload: null, sent, phase }
}

test('[UP1] two are sent at once, the others wait their turn', () => {
  const [busy, lost, next] = [
    item({ name: 'sending' }),
    item({ name: 'lost' }),
    item({ name: 'waiting' }),
  ]
  expect(nextOf([busy, next])).toBe(next)
  expect(nextOf([busy, lost, next])).toBeUndefined()
  expect(nextOf([item({ name: 'paused' }), item({ name: 'saved', node: 'n' })])).toBeUndefined()
})

test('[UP1] an empty file is whole at once', () => {
  expect(percentOf(item({ name: 'sending' }, 0))).toBe(100)
  expect(percentOf(item({ name: 'sending' }, 4, 3))).toBe(75)
})
