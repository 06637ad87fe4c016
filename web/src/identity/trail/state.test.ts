import { expect, test } from 'vitest'
import { say } from '@/kernel/i18n'
import { foundBy } from './chain'
import { nameOfAct, nameOfFact } from './names'
import { filterOf, type Line, queryOf } from './state'
import { factsOf, objectOf, type Telling } from './telling'
import { words } from './words'

test('the address says what is asked, and a span that is none asks for all', () => {
  const filter = filterOf(new URLSearchParams('domain=vpn&days=7&actor=h0001'))
  expect(queryOf(filter, Date.parse('2026-11-27T00:00:00Z'))).toEqual({
    act: 'vpn.',
    since: '2026-11-20T00:00:00.000Z',
    actor: 'h0001',
  })
  expect(queryOf(filterOf(new URLSearchParams('days=forever')), 0)).toEqual({})
})

const telling: Telling & { names: Record<string, { kind: string; name: string }> } = {
  t: say(words),
  language: 'ko',
  names: {
    h0001: { kind: 'person', name: '김하늘' },
    '0197a0b0c0d0e0f00123456789abcdef': { kind: 'desktop', name: '인터넷 가상PC' },
  },
}
const told = (facts: object) =>
  factsOf({ facts } as unknown as Line, telling).map(({ name, value }) => `${name}: ${value}`)

test('facts are told by their names and words, and stay beside as they were written', () => {
  const line = { facts: { zone: 'work', person: 'h0001', answer: '', said: 'work' } }
  expect(factsOf(line as unknown as Line, telling)).toEqual([
    { name: '망', value: '업무망', raw: 'work' },
    { name: '사람', value: '김하늘', raw: 'h0001' },
    { name: 'said', value: 'work', raw: 'work' },
  ])
  expect(told({ subject: 'person:h0001', bytes: 1536, homes: true })).toEqual([
    '받는 쪽: 사람: 김하늘',
    '크기: 1.5 KB',
    '보관함: 예',
  ])
  const wiped = [{ layer: 'd-1', verified: true }]
  expect(told({ wiped, act: 'vpn.device_lost' })).toEqual([
    '지움 증명 · 1 · 쓰기층: d-1',
    '지움 증명 · 1 · 확인됨: 예',
    '한 일: 단말 분실 신고',
  ])
  expect(told({ findings: { card_number: 2 }, signs: ['secret_mark'] })).toEqual([
    '찾은 것 · 카드번호: 2',
    '찾은 것: 비밀·C등급 표시',
  ])
})

test('of what was changed only that is told which became another', () => {
  const before = { watermark: true, clipboard_in: { is_open: false, most_bytes: 1024 } }
  const after = { watermark: true, clipboard_in: { is_open: true, most_bytes: 1024 } }
  expect(told({ seq: 3, before, after })).toEqual([
    '순서: 3',
    '클립보드 들여오기 · 열림: 아니요 → 예',
  ])
  expect(told({ before: null, after: { watermark: true, roles: [] } })).toEqual(['워터마크: 예'])
  expect(told({ before: { roles: ['auditor'] }, after: null })).toEqual([
    '역할: 감사 담당자 → 없음',
  ])
  const policy = { effect: 'allow', minutes: 60 }
  expect(told({ ...policy, minutes: 90, before: policy })).toEqual(['최대(분): 60 → 90'])
})

test('the object is called by what it is, and an unknown one by nothing', () => {
  const named = (act: string, object: string) => objectOf({ act, object } as Line, telling)
  const desktop = '0197a0b0c0d0e0f00123456789abcdef'
  expect(named('daas_broker.file_out', desktop)).toBe('가상PC (인터넷 가상PC)')
  expect(named('identity.read_audit', 'audit')).toBe('감사기록')
  expect(named('daas_broker.change_zone', 'internet')).toBe('인터넷망')
  expect(named('daas_broker.apply_policy', 'person:h0001')).toBe('김하늘')
  expect(named('daas_broker.apply_policy', 'zone:work')).toBe('망: 업무망')
  telling.names.internet = { kind: 'image', name: '인터넷 데스크톱' }
  expect(named('daas_broker.apply_policy', 'zone:internet')).toBe('망: 인터넷망')
  expect(named('daas_broker.build_image', 'internet')).toBe('이미지 인터넷 데스크톱')
  expect(named('identity.sign_in', 'unheard')).toBeNull()
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
