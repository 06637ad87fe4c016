import { describe, expect, test } from 'vitest'
import { nodes, schema } from '../text/schema'
import { findIn, follow, indexFrom, matchesIn, patternOf } from './match'
import { inRounds } from './replace'

const wish = (text: string, how: { isCase?: boolean; isWord?: boolean } = {}) => ({
  text,
  isCase: false,
  isWord: false,
  ...how,
})
const line = (text: string) => nodes.paragraph.create(null, text ? schema.text(text) : [])
const paper = (...lines: string[]) => schema.node('doc', null, lines.map(line))

function pieces(text: string, wanted: string, how = {}): string[] {
  const asked = wish(wanted, how)
  const pattern = patternOf(asked)
  if (!pattern) return []
  return matchesIn(text, pattern, asked.isWord).map(({ from, to }) => text.slice(from, to))
}

describe('words in a line', () => {
  test('are found in either spelling of a syllable, and marked as they stand there [TX1]', () => {
    const spelt = '가 한글 나'.normalize('NFD')
    expect(pieces(spelt, '한글')).toEqual(['한글'.normalize('NFD')])
    expect(pieces('가 한글 나', '한글'.normalize('NFD'))).toEqual(['한글'])
  })

  test('a lone consonant is not a piece of a syllable', () => {
    expect(pieces('한글', 'ㅎ')).toEqual([])
    expect(pieces('한글'.normalize('NFD'), '하')).toEqual([])
  })

  test('signs of expressions are letters like others', () => {
    expect(pieces('예산(안) 1.5% [a-z] a|b', '(안)')).toEqual(['(안)'])
    expect(pieces('1.5 125', '1.5')).toEqual(['1.5'])
    expect(pieces('a-b', '-')).toEqual(['-'])
  })

  test('case and whole words are told apart where that is asked', () => {
    expect(pieces('AI ai', 'ai')).toHaveLength(2)
    expect(pieces('AI ai', 'ai', { isCase: true })).toEqual(['ai'])
    expect(pieces('예산 예산안', '예산', { isWord: true })).toEqual(['예산'])
  })
})

test('a match never leaves its line, and an empty wish finds nothing', () => {
  const doc = paper('예산', '산업 예산')
  expect(findIn(doc, wish('예산')).map(({ from, to }) => doc.textBetween(from, to))).toEqual([
    '예산',
    '예산',
  ])
  expect(findIn(doc, wish('산산'))).toEqual([])
  expect(findIn(doc, wish(''))).toEqual([])
})

test('the place looked at moves with what others write before it', () => {
  const before = paper('가나다', '예산')
  const after = paper('가나X다', '예산')
  const at = findIn(before, wish('예산'))[0]?.from ?? 0
  expect(follow(at, before, after)).toBe(findIn(after, wish('예산'))[0]?.from)
  expect(follow(1, before, after)).toBe(1)
})

test('after the last match comes the first', () => {
  const matches = findIn(paper('예산 예산'), wish('예산'))
  expect(indexFrom(matches, 2)).toBe(1)
  expect(indexFrom(matches, 5)).toBe(0)
  expect(indexFrom([], 0)).toBe(-1)
})

test('replacing goes through a line one match at a time, the last first [TX3]', () => {
  const [a, b, c] = findIn(paper('예산 예산', '예산'), wish('예산'))
  if (!a || !b || !c) throw new Error('three were expected')
  expect(inRounds([[a, b], [c]])).toEqual([[c, b], [a]])
})
