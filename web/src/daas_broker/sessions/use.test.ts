import { expect, it } from 'vitest'
import { worked } from './use'

it('tells a stretch of work in hours and whole minutes', () => {
  expect(worked(29)).toEqual({ hours: 0, minutes: 0 })
  expect(worked(3599)).toEqual({ hours: 1, minutes: 0 })
  expect(worked(7500)).toEqual({ hours: 2, minutes: 5 })
})
