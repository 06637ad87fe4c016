import { expect, test } from 'vitest'
import { type Alarm, countryName, unanswered, wordOf } from './state'

const ALARM: Alarm = {
  id: 'a',
  kind: 'clone',
  what: null,
  person_id: 'kim',
  person: '김하늘',
  division: '스마트서비스과',
  device_id: 'd',
  device: '노트북',
  seen: [],
  raised_at: '2030-01-07T00:00:00Z',
  last_at: '2030-01-07T00:00:00Z',
  times: 1,
  is_theirs: null,
  closed_at: null,
  closed_by: '',
  outcome: null,
  reason: '',
}

test('[VA5] a person is asked about what is open and not answered, and about nothing else', () => {
  const answered = { ...ALARM, id: 'b', is_theirs: true }
  const over = { ...ALARM, id: 'c', outcome: 'dismissed' as const }
  expect(unanswered([ALARM, answered, over]).map(({ id }) => id)).toEqual(['a'])
})

test('[VA3] countries are told by name', () => {
  expect(countryName('DE', 'ko')).toBe('독일')
  expect(countryName('DE', 'en')).toBe('Germany')
})

test('[VA4] a notice says what an alarm is about, and not something else', () => {
  expect(wordOf({ kind: 'removals', what: null })).toBe('removals')
  expect(wordOf({ kind: 'failures', what: 'code' })).toBe('code')
  expect(wordOf({ kind: 'clone', what: null })).toBe('clone')
  expect(wordOf({ kind: 'of a later release' })).toBe('proof')
})
