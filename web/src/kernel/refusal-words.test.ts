import { expect, it } from 'vitest'
import { readable } from './refusal-words'

it('long numbers of a refusal are read at a glance', () => {
  expect(readable({ minimum: 1, maximum: 1e12, field: 'price' }, 'ko')).toEqual({
    minimum: 1,
    maximum: '1,000,000,000,000',
    field: 'price',
  })
})

it('what chooses the form of a word stays a number', () => {
  expect(readable({ count: 20_000 }, 'en')).toEqual({ count: 20_000 })
})
