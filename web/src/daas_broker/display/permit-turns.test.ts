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
  microphone: true,
  printing: 'print',
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

  test('is nothing where nobody sees it, or where it was closed all the same', () => {
    expect(turnsOf(OPEN, { ...OPEN, revision: 2 })).toEqual([])
    const closed: Permit = { ...OPEN, clipboard_in: false }
    expect(turnsOf(closed, { ...closed, clipboard_in_bytes: 1, pictures_in: false })).toEqual([])
  })
})
