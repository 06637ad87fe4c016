import { expect, it } from 'vitest'
import { say, speak } from '@/kernel/i18n'
import { turnOf } from './fields'
import type { Policy } from './state'
import { words } from './words'

const clipboard = { is_open: true, most_bytes: 262_144, kinds: ['text'], content: {} }
const before = {
  clipboard_out: clipboard,
  watermark: false,
  characters_per_second: 200,
} as unknown as Policy
const after = {
  ...before,
  clipboard_out: { ...clipboard, is_open: false },
  watermark: true,
  characters_per_second: 0,
} as Policy

it('tells an act as it is and as it will be', () => {
  const t = say(words)
  const told = (['clipboard_out', 'watermark', 'characters_per_second'] as const).map(field =>
    turnOf(t, field, before, after),
  )
  expect(told).toEqual([
    '클립보드 내보내기: 허용 (256 KB까지) → 닫힘',
    '워터마크: 표시하지 않음 → 표시함',
    '들어가는 글의 속도: 1초에 200자 → 제한 없음',
  ])
})

it('tells only what will be where it differs by zone, in the reader’s language', () => {
  speak('en')
  expect(turnOf(say(words), 'watermark', null, after)).toBe('Watermark: → Shown')
  speak('ko')
})
