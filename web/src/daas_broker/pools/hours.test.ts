import { expect, test } from 'vitest'
import { shown } from './hours'
import type { Day } from './state'

function day(busy: Record<number, Partial<Day['slots'][number]>>): Pick<Day, 'slots' | 'now'> {
  const quiet = { at: '', expected: 0, wanted: 1, ready: null, arrivals: 0, used: 0 }
  const slots = Array.from({ length: 288 }, (_, at) => ({ ...quiet, at: String(at), ...busy[at] }))
  return { slots, now: { minimum: 1, scheduled: 0, headroom: 0, foreseen: 0, room: 3, warm: 1 } }
}

const ends = (of: ReturnType<typeof day>) => {
  const slots = shown(of)
  return [slots[0]?.at, slots.at(-1)?.at].map(Number)
}

test('of a quiet day the working hours are shown', () => {
  expect(ends(day({}))).toEqual([84, 240])
})

test('a window of the schedule in the night is shown before anybody came', () => {
  expect(ends(day({ 36: { wanted: 3 }, 270: { wanted: 2 } }))).toEqual([36, 270])
})

test('who was there in the night is shown', () => {
  expect(ends(day({ 12: { used: 1 }, 287: { arrivals: 1 } }))).toEqual([12, 287])
})

test('the headroom of those who are here now says nothing of the night', () => {
  const later = Array.from({ length: 168 }, (_, at) => [at + 120, { wanted: 3 }] as const)
  const of = day(Object.fromEntries(later))
  expect(ends({ ...of, now: { ...of.now, headroom: 3, warm: 3 } })).toEqual([84, 240])
})

test('in the evening the curve goes on to what is now', () => {
  expect(ends(day({ 251: { ready: 1 } }))).toEqual([84, 251])
})
