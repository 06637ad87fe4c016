import { describe, expect, test } from 'vitest'
import { againstOf, BEFORE, NOW, pairOf } from './pairs'
import type { Version } from './versions'

function version(seq: number, before: number): Version {
  return { seq, before, at: '', began: '', name: null, writers: [], suggested: 0 }
}

const [seed, middle, last] = [version(1, 1), version(8, 1), version(20, 8)]
const all = [last, middle, seed]

describe('[ED17] any two states are compared', () => {
  test('with the one right before unless something else is said', () => {
    expect(pairOf(middle, againstOf(null, middle, all), 20)).toEqual({ older: 1, newer: 8 })
    expect(pairOf(middle, againstOf('7', middle, all), 20)).toEqual({ older: 1, newer: 8 })
    expect(againstOf('8', middle, all)).toBe(BEFORE)
  })

  test('the newer one is shown, whichever was chosen first', () => {
    expect(pairOf(seed, againstOf('20', seed, all), 20)).toEqual({ older: 1, newer: 20 })
    expect(pairOf(last, againstOf('1', last, all), 20)).toEqual({ older: 1, newer: 20 })
    expect(pairOf(middle, againstOf(NOW, middle, all), 25)).toEqual({ older: 8, newer: 25 })
  })
})
