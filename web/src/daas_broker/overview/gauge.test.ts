import { expect, it } from 'vitest'
import { shown } from './gauge'

it('a gauge is written as people write it', () => {
  expect([60, 300, 75, 5].map(wait => shown('wait', wait))).toEqual([
    '1분',
    '5분',
    '1분 15초',
    '5초',
  ])
  expect(shown('streams', 1200)).toBe('1,200')
  expect(shown('claims', 0.25)).toBe('0.3')
  expect(shown('claims', null)).toBe('–')
})
