import { expect, it } from 'vitest'
import type { Todo } from '@/kernel/entry'
import { byUrgency } from './state'

const todo = (id: string, at: string, urgent = false): Todo => ({
  id,
  at,
  urgent,
  title: id,
  note: '',
  to: '/',
  action: { ko: '열기', en: 'Open' },
})

it('what is due today comes first, then the newest', () => {
  const todos = [
    todo('old', '2026-11-20T00:00:00Z'),
    todo('new', '2026-11-23T00:00:00Z'),
    todo('due', '2026-11-19T00:00:00Z', true),
  ]
  expect(todos.sort(byUrgency).map(({ id }) => id)).toEqual(['due', 'new', 'old'])
})
