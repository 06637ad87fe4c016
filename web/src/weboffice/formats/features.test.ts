import { expect, test } from 'vitest'
import { sorted } from './features'
import { isReadable } from './state'

test('what does not come over stands apart from what looks different, the most frequent first', () => {
  expect(sorted({ bold: 2, comment: 1, size: 7, equation: 3 })).toEqual({
    dropped: [
      { feature: 'equation', count: 3 },
      { feature: 'comment', count: 1 },
    ],
    altered: [
      { feature: 'size', count: 7 },
      { feature: 'bold', count: 2 },
    ],
  })
})

test('a file is offered by its ending, whatever its case', () => {
  expect(isReadable('보고서.HWPX')).toBe(true)
  expect(isReadable('표.xlsx')).toBe(false)
})
