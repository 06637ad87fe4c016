import { describe, expect, test } from 'vitest'
import type { Permit } from './permit'
import { turnsOf } from './permit-turns'

const OPEN: Permit = {
  revision: 1,
  clipboard_in: true,
  clipboard_out: true,
  clipboard_in_bytes: 65_536,
  clipboard_out_bytes: 65_536,
  pictures_in: true,
  pictures_out: false,
  files_in: true,
  files_out: true,
  files_in_bytes: 1,
  files_out_bytes: 1,
  microphone: true,
  printing: 'print',
  characters_per_second: 0,
  lock_after_minutes: 15,
  hours: [],
  is_placed: false,
  mark: { name: '김하늘', division: '총무과', code: 'ABCDEFGHJK' },
}

describe('what a changed policy turned round', () => {
  test('is told for each act, as it was and as it is', () => {
    const after: Permit = { ...OPEN, clipboard_out: false, printing: 'drive', mark: null }
    expect(turnsOf(OPEN, after)).toEqual([
      '클립보드 내보내기: 글 64 KB까지 → 닫힘',
      '인쇄: 내 프린터와 문서함 → 문서함에 저장만',
      '워터마크: 표시함 → 표시하지 않음',
    ])
  })

  test('is told by its size and its kinds as well', () => {
    const after: Permit = { ...OPEN, clipboard_in_bytes: 1_024, pictures_in: false }
    expect(turnsOf(OPEN, after)).toEqual(['클립보드 들여오기: 글과 그림 64 KB까지 → 글 1 KB까지'])
  })

  test('is told of the hours and places, the rate and the lock', () => {
    const office = { days: [0, 1, 2, 3, 4], begins: 540, ends: 1_080 }
    const after: Permit = {
      ...OPEN,
      characters_per_second: 200,
      lock_after_minutes: 5,
      hours: [office, { days: [5], begins: 600, ends: 720 }],
      is_placed: true,
    }
    const turns = [
      '들어가는 글의 속도: 제한 없음 → 1초에 200자',
      '화면 잠금: 15분 뒤 → 5분 뒤',
      '이용 시간: 제한 없음 → 월–금 09:00–18:00, 토 10:00–12:00',
      '이용 장소: 어디서나 → 정한 주소에서만',
    ]
    expect(turnsOf(OPEN, after)).toEqual(turns)
    expect(turnsOf(after, { ...after, hours: [office] })).toEqual([
      '이용 시간: 월–금 09:00–18:00, 토 10:00–12:00 → 월–금 09:00–18:00',
    ])
  })

  test('is nothing where nobody sees it, or where it was closed all the same', () => {
    expect(turnsOf(OPEN, { ...OPEN, revision: 2 })).toEqual([])
    const closed: Permit = { ...OPEN, clipboard_in: false }
    expect(turnsOf(closed, { ...closed, clipboard_in_bytes: 1, pictures_in: false })).toEqual([])
  })
})
