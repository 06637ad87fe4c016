import { describe, expect, test } from 'vitest'
import {
  endedLately,
  endsSoon,
  type Here,
  hoursLeft,
  isDueAgain,
  isIdling,
  isOver,
  isUnheard,
  leftText,
  nextIdleLook,
  nextLook,
  warnedMinutes,
} from './state'

const NOW = Date.parse('2030-01-07T00:00:00Z')
const inMinutes = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

describe('the time that is left', () => {
  test('is told in hours, then to the second, and never below nothing', () => {
    expect(hoursLeft(inMinutes(125), NOW)).toEqual({ hours: 2, minutes: 5 })
    expect(hoursLeft(inMinutes(59.9), NOW)).toBeNull()
    expect(leftText(inMinutes(4.5), NOW)).toBe('04:30')
    expect(leftText(inMinutes(-3), NOW)).toBe('00:00')
  })

  test('is over at its end, and where there is no session nothing is', () => {
    const until = (ends_at: string) => ({ session: { ends_at } }) as Here
    expect(isOver(until(inMinutes(0.1)), NOW)).toBe(false)
    expect(isOver(until(inMinutes(0)), NOW)).toBe(true)
    expect(isOver(undefined, NOW)).toBe(false)
  })

  test('[VS3] is warned of from 15 minutes on', () => {
    expect(endsSoon(inMinutes(16), NOW)).toBe(false)
    expect(endsSoon(inMinutes(15), NOW)).toBe(true)
  })

  test('[VS3] is warned of at 15 minutes and, put off, again at 5', () => {
    expect(isDueAgain(inMinutes(16), NOW, null)).toBe(false)
    expect(isDueAgain(inMinutes(14), NOW, null)).toBe(true)
    expect(isDueAgain(inMinutes(13), NOW, 14)).toBe(false)
    expect(isDueAgain(inMinutes(5), NOW, 14)).toBe(true)
    expect(isDueAgain(inMinutes(3), NOW, 4)).toBe(false)
    expect(isDueAgain(inMinutes(0), NOW, null)).toBe(false)
  })
})

test('[VS3] what is said aloud changes at 15 minutes and at 5, and not each second', () => {
  expect([15, 14.2, 5.1].map(left => warnedMinutes(inMinutes(left), NOW))).toEqual([15, 15, 15])
  expect([5, 0.2].map(left => warnedMinutes(inMinutes(left), NOW))).toEqual([5, 5])
})

describe('a session that nobody uses', () => {
  const session = { ends_at: inMinutes(200), idle_at: inMinutes(3) }
  test('[VS14] is warned of three minutes before, by a word of that time and not an older one', () => {
    expect(isIdling(session, NOW, NOW)).toBe(true)
    expect(isIdling(session, NOW - 1, NOW - 1)).toBe(false)
    expect(isIdling(session, NOW, NOW - 60_000)).toBe(false)
    expect(isIdling(session, Date.parse(inMinutes(3)), NOW)).toBe(false)
    expect(isIdling({ ...session, idle_at: null }, NOW, NOW)).toBe(false)
    expect(isIdling({ ...session, ends_at: inMinutes(2) }, NOW, NOW)).toBe(false)
  })

  test('[VS14] is looked at then, and each ten seconds while it is warned of', () => {
    expect(nextIdleLook({ ...session, idle_at: inMinutes(30) }, NOW)).toBe(27 * 60_000)
    expect(nextIdleLook(session, NOW)).toBe(10_000)
    expect(nextIdleLook(null, NOW)).toBe(false)
  })
})

test('[VS13] who changed over by themselves is not told that a session was ended', () => {
  const past = [{ device_id: 'a', ended_at: inMinutes(-1), end_reason: 'changed_over' }]
  expect(endedLately(past, 'a', NOW)).toBeNull()
})

test('[VS9] who comes back is told why the last session of this device ended', () => {
  const past = [
    { device_id: 'b', ended_at: inMinutes(-1), end_reason: 'time' },
    { device_id: 'a', ended_at: inMinutes(-20), end_reason: 'asleep' },
    { device_id: 'a', ended_at: inMinutes(-60), end_reason: 'idle' },
    { device_id: 'c', ended_at: inMinutes(-5), end_reason: 'by_person' },
  ]
  expect(endedLately(past, 'a', NOW)).toEqual({ why: 'asleep', at: inMinutes(-20) })
  expect(endedLately(past, 'c', NOW)).toBeNull()
  expect(endedLately(past, 'a', NOW + 24 * 3_600_000)).toBeNull()
  expect(endedLately(past, null, NOW)).toBeNull()
})

test('[VS11] inside the tunnel nobody says that a session was cut while hints do not come: one asks', () => {
  const inside = { device_id: 'a', session: { ends_at: inMinutes(60) } } as Here
  const outside = { device_id: null, session: null } as Here
  expect(nextLook(inside, 'flowing', NOW)).toBe(30_000)
  expect(nextLook(inside, 'away', NOW)).toBe(5_000)
  expect(nextLook(outside, 'away', NOW)).toBe(30_000)
  expect(nextLook({ ...inside, session: null }, 'away', NOW)).toBe(5_000)
})

test('[VA4] before a door an alarm is asked for, as no hint brings it', () => {
  const inside = { device_id: 'a', session: null } as Here
  expect(isUnheard(inside, 'away')).toBe(true)
  expect(isUnheard(inside, 'flowing')).toBe(false)
  expect(isUnheard({ ...inside, device_id: null }, 'away')).toBe(false)
  expect(isUnheard(undefined, 'away')).toBe(false)
})
