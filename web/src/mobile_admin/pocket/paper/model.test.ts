import { expect, it } from 'vitest'
import { isPaper } from '../../submissions/state'
import { freshLetters, numberOf } from './model'

it('[FO10] a paper has a number of its phone alone, and none that looks registered', () => {
  expect(numberOf('0123456789abcdef', 7, '7Q2M4K')).toBe('임시-89ABCDEF-007-7Q2M4K')
  expect(numberOf('0123456789abcdef', 1, 'A')).not.toBe(numberOf('0123456789abcdee', 1, 'A'))
})

it('[FO10] who holds one paper does not guess the number of another', () => {
  const made = new Set(Array.from({ length: 64 }, freshLetters))
  expect(made.size).toBe(64)
  for (const letters of made) expect(letters).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
})

it('a file that was signed at the door is known by its number, of before as well', () => {
  expect(isPaper('임시-89ABCDEF-007-7Q2M4K 현장 확인서.txt')).toBe(true)
  expect(isPaper('임시-89ABCDEF-007 현장 확인서.txt')).toBe(true)
  expect(isPaper('front.jpg')).toBe(false)
})
