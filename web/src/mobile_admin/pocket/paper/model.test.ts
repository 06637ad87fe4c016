import { expect, it } from 'vitest'
import { numberOf } from './model'

it('[FO10] a paper has a number of its phone alone, and none that looks registered', () => {
  expect(numberOf('0123456789abcdef', 7)).toBe('임시-89ABCDEF-007')
  expect(numberOf('0123456789abcdef', 1)).not.toBe(numberOf('0123456789abcdee', 1))
})
