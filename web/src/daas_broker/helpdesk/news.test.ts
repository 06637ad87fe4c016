import { expect, it } from 'vitest'
import { newsOf } from './news'

it('tells a no from a question that nobody answered', () => {
  expect(newsOf('watch_asked', 'taken', 3_000, 60_000)).toBe('watchRefused')
  expect(newsOf('watch_asked', 'taken', 60_400, 60_000)).toBe('watchUnanswered')
  expect(newsOf('control_asked', 'watching', 3_000, 60_000)).toBe('controlRefused')
  expect(newsOf('control_asked', 'watching', 61_000, 60_000)).toBe('controlUnanswered')
})

it('tells nothing of a yes, of the beginning and of an end', () => {
  expect(newsOf('watch_asked', 'watching', 3_000, 60_000)).toBeNull()
  expect(newsOf('control_asked', 'controlling', 3_000, 60_000)).toBeNull()
  expect(newsOf('taken', 'watch_asked', 0, 60_000)).toBeNull()
  expect(newsOf('controlling', 'watching', 3_000, 60_000)).toBeNull()
})
