import { describe, expect, it } from 'vitest'
import { bytes, capital, isComposing, matches } from './text'

describe('matches', () => {
  it.each(['ㅎ', '호', '회', '횡', '회의'])('finds 회의 at each stage of typing it: %s', typed => {
    expect(matches('주간 회의', typed)).toBe(true)
  })
  it('finds a name by its first consonants, but not by those of another', () => {
    expect(matches('김하늘', 'ㄱㅎㄴ')).toBe(true)
    expect(matches('김하늘', 'ㄱㅎㅁ')).toBe(false)
  })
  it('takes a decomposed name for the same name', () => {
    expect(matches('김하늘'.normalize('NFD'), '하늘')).toBe(true)
  })
  it('ignores case and spaces', () => {
    expect(matches('GVPN 증설 협의', 'gvpn증설')).toBe(true)
  })
  it('finds everything for nothing', () => {
    expect(matches('문서', ' ')).toBe(true)
  })
})

it('a key that ends a syllable is no key of its own', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true)
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true)
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false)
})

it('sizes are short', () => {
  expect([0, 1023, 1536, 5_242_880, 123_456_789_012].map(bytes)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KB',
    '5 MB',
    '115 GB',
  ])
})

it('a label begins with a capital where the script has them', () => {
  expect(capital('a card number')).toBe('A card number')
  expect(capital('카드번호')).toBe('카드번호')
  expect(capital('')).toBe('')
})
