import { expect, test } from 'vitest'
import { schema } from '../text/schema'
import { joined, notesIn } from './notes'

test('[TX13] footnotes are numbered in the order of the text', () => {
  const note = (text: string) => schema.node('footnote', { text })
  const line = schema.node('paragraph', null, [schema.text('가'), note('하나'), note('둘')])
  expect(notesIn(line, 2)).toEqual([
    { number: 3, text: '하나' },
    { number: 4, text: '둘' },
  ])
})

test('[TX13] of two who change a footnote at once neither loses words', () => {
  expect(joined('근거', '근거 법령', '근거')).toBe('근거 법령')
  expect(joined('근거', '근거', '새 근거')).toBe('새 근거')
  expect(joined('예산 근거', '예산 근거 법령', '올해 예산 근거')).toContain('법령')
  expect(joined('예산 근거', '예산 근거 법령', '올해 예산 근거')).toContain('올해')
})
