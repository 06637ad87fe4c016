import { expect, it } from 'vitest'
import { markOf, newsOf, type OwnHeld, whatBecameOf } from './held'

const work = (more: Partial<OwnHeld>): OwnHeld => ({
  submission_id: 's',
  case_id: 'c',
  lease_rev: 1,
  standing: 'taken',
  done_at: null,
  counts: false,
  rev: 0,
  ruling: null,
  reason: '',
  ruled_at: null,
  number: '2030-00001',
  subject: '온마루 식당',
  title: '점검표',
  received_at: '2030-01-07T00:00:00Z',
  ruler: '',
  ...more,
})

it('[AS10] says what became of held work, also where something else counts since', () => {
  const told = [
    work({}),
    work({ ruling: 'accepted', counts: true }),
    work({ ruling: 'accepted' }),
    work({ ruling: 'set_aside' }),
  ].map(whatBecameOf)
  expect(told).toEqual(['waiting', 'accepted', 'replaced', 'setAside'])
})

it('[AS10] each decision is news until it was seen, and so is the next on the same work', () => {
  const [waits, ruled] = [work({}), work({ rev: 1, ruling: 'accepted', counts: true })]
  expect(newsOf([waits, ruled], {})).toEqual([ruled])
  expect(newsOf([ruled], { s: 1 })).toEqual([])
  const anew = work({ rev: 2, ruling: 'set_aside', reason: '겹침' })
  expect(newsOf([anew], { s: 1 })).toEqual([anew])
})

it('[AS10] that something else counts since is news too, and so is that it counts again', () => {
  const counted = work({ rev: 1, ruling: 'accepted', counts: true })
  const replaced = { ...counted, counts: false }
  expect(newsOf([replaced], { s: markOf(counted) })).toEqual([replaced])
  expect(newsOf([replaced], { s: markOf(replaced) })).toEqual([])
  expect(newsOf([counted], { s: markOf(replaced) })).toEqual([counted])
})

it('[AS10] the holder hears that somebody else’s was taken, and that it counts again', () => {
  const displaced = work({ standing: 'valid', rev: 1, reason: '먼저 다녀온 결과', ruler: '이서준' })
  const restored = { ...displaced, rev: 2, counts: true }
  expect([displaced, restored].map(whatBecameOf)).toEqual(['displaced', 'restored'])
  expect(newsOf([displaced], {})).toEqual([displaced])
  expect(newsOf([displaced], { s: markOf(displaced) })).toEqual([])
  expect(newsOf([restored], { s: markOf(displaced) })).toEqual([restored])
})
