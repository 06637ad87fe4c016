import { expect, it } from 'vitest'
import type { Message } from '../model'
import { rowsOf } from './rows'

function message(seq: number, sender: string, at: string): Message {
  const plain = { kind: 'text', body: '', card: null, notice: null, is_recalled: false } as const
  return { ...plain, seq, sender, client_id: String(seq), at: `2030-01-${at}+00:00` }
}

it('puts neighbours of one sender together, and days and the unread mark between', () => {
  const rows = rowsOf(
    [
      message(1, 'ann', '07T05:00:10'),
      message(2, 'ann', '07T05:00:40'),
      message(3, 'ben', '07T05:01:00'),
      message(4, 'ben', '07T05:02:00'),
      message(5, 'ben', '07T15:30:00'), // the next day in Seoul
    ],
    3,
  )
  const faces = rows.map(row =>
    row.kind === 'message'
      ? `${row.key}${row.isFirst ? ' first' : ''}${row.isLast ? ' last' : ''}`
      : row.kind,
  )
  expect(faces).toEqual([
    'day',
    '1 first',
    '2 last',
    '3 first last',
    'new',
    '4 first last',
    'day',
    '5 first last',
  ])
})
