import { expect, it } from 'vitest'
import { faultOf } from './pin'

it('takes six digits or more that are neither one digit nor a row of them', () => {
  expect(faultOf('12345')).toBe('tooShort')
  expect(faultOf('1234ab')).toBe('tooShort')
  expect(faultOf('１２３４５６')).toBe('tooShort')
  expect(faultOf('111111')).toBe('tooSimple')
  expect(faultOf('123456')).toBe('tooSimple')
  expect(faultOf('987654')).toBe('tooSimple')
  expect(faultOf('135790')).toBeNull()
  expect(faultOf('13579024')).toBeNull()
})
