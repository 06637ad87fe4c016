import { expect, test } from 'vitest'
import { schema } from '../text/schema'
import { kept, lineOf } from './marks'
import { joined, joinedNote, notesIn } from './notes'

test('[TX13] footnotes are numbered in the order of the text', () => {
  const note = (text: string) => schema.node('footnote', { text })
  const line = schema.node('paragraph', null, [schema.text('가'), note('하나'), note('둘')])
  expect(notesIn(line, 2)).toEqual([
    { number: 3, text: '하나', marks: null },
    { number: 4, text: '둘', marks: null },
  ])
})

test('[TX13] of two who change a footnote at once neither loses words', () => {
  expect(joined('근거', '근거 법령', '근거')).toBe('근거 법령')
  expect(joined('근거', '근거', '새 근거')).toBe('새 근거')
  expect(joined('예산 근거', '예산 근거 법령', '올해 예산 근거')).toContain('법령')
  expect(joined('예산 근거', '예산 근거 법령', '올해 예산 근거')).toContain('올해')
})

test('[TX13] marks of a footnote are kept beside its words and come back', () => {
  const marks = '[[0,2,"bold"],[3,5,"link","https://law.example/"]]'
  const line = lineOf('결산 기준 법령', marks)
  expect(kept(line)).toEqual({ text: '결산 기준 법령', marks })
  expect(kept(lineOf('가나', null)).marks).toBeNull()
})

test('[TX13] marks that another client made up are read within bounds', () => {
  const said = '[[0,99,"bold"],[0,1,"link","javascript:x"],[1,0,"italic"],[0,1,"script"],7]'
  expect(kept(lineOf('가나', said)).marks).toBe('[[0,2,"bold"]]')
  for (const bad of ['{', 7, null, '{"a":1}']) expect(kept(lineOf('가나', bad)).text).toBe('가나')
})

test('[TX13] of two who change a footnote at once neither loses words, and one has marks', () => {
  const base = { text: '예산 근거', marks: null }
  const own = { text: '예산 근거', marks: '[[0,2,"bold"]]' }
  expect(joinedNote(base, own, base)).toEqual(own)
  expect(joinedNote(base, base, own)).toEqual(own)
  const theirs = { text: '예산 근거 법령', marks: null }
  expect(joinedNote(base, own, theirs)).toEqual(theirs)
})
