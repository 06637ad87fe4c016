import { expect, it } from 'vitest'
import type { Fetched, Target } from '../day/model'
import type { KeptOp } from '../sync/model'
import type { Visit } from '../visits/model'
import { isLost, standAt, standOf } from './stand'

const target = { assignment: { id: 'a' } } as Target
const fetched = (held?: readonly string[]): Fetched => ({
  day: '2030-01-07',
  at: 0,
  wipeAt: 0,
  forms: [],
  ...(held ? { held } : {}),
})

it('[FO6] what is begun for a case that went to somebody else says so, what is done does not', () => {
  const gone = fetched(['b'])
  expect(isLost(target, 'filling', gone)).toBe(true)
  expect(isLost(target, 'told', gone)).toBe(true)
  expect(isLost(target, 'sent', gone)).toBe(false)
  expect(isLost(target, 'absent', gone)).toBe(false)
  expect(isLost(target, 'filling', fetched(['a']))).toBe(false)
  expect(isLost(target, 'filling', fetched())).toBe(false)
  expect(isLost(target, 'filling', null)).toBe(false)
})

it('[AS7] nobody is sent where the work is there already, and what is sent back is to be done', () => {
  const queue = { ops: [], parcels: [], sent: [], held: [], news: [] }
  const at = (state: string, sent_back = '') =>
    standAt(
      { assignment: { id: 'a' }, case: { state }, sent_back } as Target,
      undefined,
      queue,
      fetched(['a']),
    )
  expect(['assigned', 'visiting', 'surveyed', 'enforced'].map(state => at(state))).toEqual([
    'planned',
    'planned',
    'surveyed',
    'surveyed',
  ])
  expect(at('supplement', '사진을 다시')).toBe('sentBack')
})

it('[AS10] what the suite holds or refused is not said to wait for a line', () => {
  const visit = { id: 'v', endedAt: 1, result: 'visited' } as Visit
  const with_ = (...standings: readonly KeptOp['standing'][]) => {
    const ops = standings.map(standing => ({ op: { visit_id: 'v' }, standing }) as KeptOp)
    return standOf(visit, { ops, parcels: [], sent: [], held: [], news: [] })
  }
  expect(with_('held', 'waiting')).toBe('told')
  expect(with_('held', 'conflict')).toBe('attention')
  expect(with_('held', 'held')).toBe('held')
  expect(with_()).toBe('sent')
})
