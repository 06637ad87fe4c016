import { expect, test } from 'vitest'
import { clock, minuteOf } from './state'

test('[VS6] a time of day is read as it is written, to the day’s end', () => {
  expect(minuteOf('09:30')).toBe(570)
  expect(minuteOf('24:00')).toBe(1440)
  expect(clock(570)).toBe('09:30')
  for (const wrong of ['', '9', '24:01', '12:60', 'noon']) expect(minuteOf(wrong)).toBeNull()
})
