import { afterEach, describe, expect, it } from 'vitest'
import { speak } from './i18n'
import { ago, date, dayKey, duration, time } from './time'

// 00:30 on Tuesday in Seoul is still Monday in UTC.
const AT = '2026-11-23T15:30:00Z'

afterEach(() => speak('ko'))

describe('in Seoul, whatever the clock of the machine', () => {
  it('a date carries its weekday', () => {
    expect(date(AT)).toBe('2026. 11. 24.(화)')
    expect(time(AT)).toBe('00:30')
    expect(dayKey(AT)).toBe('2026-11-24')
  })
  it('a foreign reader gets a foreign date', () => {
    speak('en')
    expect(date(AT)).toBe('Tue 24 Nov 2026')
  })
})

describe('ago', () => {
  const now = Date.parse(AT)
  it.each([
    [20_000, '지금'],
    [3 * 60_000, '3분 전'],
    [5 * 3_600_000, '5시간 전'],
    [25 * 3_600_000, '2026. 11. 22.(일)'],
    [-1_000, '2026. 11. 24.(화)'],
  ])('%i ms ago is %s', (elapsed, words) => {
    expect(ago(now - elapsed, now)).toBe(words)
  })
})

it('a wait is told in minutes and seconds', () => {
  expect([0.2, 59, 60, 203].map(duration)).toEqual(['1초', '59초', '1분', '3분 23초'])
  expect([0, 3_600, 7_505, 86_400, 100_900].map(duration)).toEqual(
    ['0초', '1시간', '2시간 5분', '1일', '1일 4시간'], // nobody counts seconds of hours
  )
})
