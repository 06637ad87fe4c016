import { expect, test } from 'vitest'
import { foundBy } from './chain'
import { nameOfAct, nameOfFact } from './names'
import { factsOf, filterOf, type Line, queryOf } from './state'

test('the address says what is asked, and a span that is none asks for all', () => {
  const filter = filterOf(new URLSearchParams('domain=vpn&days=7&actor=h0001'))
  expect(queryOf(filter, Date.parse('2026-11-27T00:00:00Z'))).toEqual({
    act: 'vpn.',
    since: '2026-11-20T00:00:00.000Z',
    actor: 'h0001',
  })
  expect(queryOf(filterOf(new URLSearchParams('days=forever')), 0)).toEqual({})
})

test('facts are shown as they were written', () => {
  const line = { facts: { why: 'lost', seen: { count: 2 }, answer: '' } } as unknown as Line
  expect(factsOf(line)).toEqual([
    ['why', 'lost'],
    ['seen', '{"count":2}'],
  ])
})

test('an act is called by its name, and what nobody named by what the chain says', () => {
  expect(nameOfAct('vpn.device_lost', 'ko')).toBe('단말 분실 신고')
  expect(nameOfAct('vpn.device_lost', 'en')).toBe('device reported lost')
  expect(nameOfAct('vpn.forgotten_long_ago', 'ko')).toBeUndefined()
  expect(nameOfFact('reason', 'ko')).toBe('까닭')
  expect(nameOfFact('unheard_of', 'ko')).toBe('unheard_of')
})

test('a check ends where it set out for, whatever was written meanwhile, or at the first break', () => {
  const at = (seq: number, first_break: number | null = null) => ({
    end: { seq, seal: 'f'.repeat(64) },
    first_break,
    last: seq + 100,
  })
  expect(foundBy(at(5), 7).isDone).toBe(false)
  expect(foundBy(at(7), 7).isDone).toBe(true)
  expect(foundBy(at(2, 3), 7).isDone).toBe(true)
})
