import { expect, it } from 'vitest'
import { say, speak } from '@/kernel/i18n'
import { saidOf, turnOf } from './fields'
import { words } from './words'

const open = { is_open: true, most_bytes: 262_144, kinds: ['text'], content: {} }
const closed = { ...open, is_open: false }

it('tells an act as it was and as it became', () => {
  const t = say(words)
  const told = [
    { act: 'clipboard_out', before: open, after: closed },
    { act: 'watermark', before: false, after: true },
    { act: 'characters_per_second', before: 200, after: 0 },
  ].map(turn => turnOf(t, turn))
  expect(told).toEqual([
    '클립보드 내보내기: 허용 (256 KB까지) → 닫힘',
    '워터마크: 표시하지 않음 → 표시함',
    '들어가는 글의 속도: 1초에 200자 → 제한 없음',
  ])
})

it('says where an exception did not, or does not any more, speak of an act', () => {
  const t = say(words)
  expect(turnOf(t, { act: 'watermark', before: null, after: true })).toBe(
    '워터마크: 망·상위 정책대로 → 표시함',
  )
  speak('en')
  expect(turnOf(t, { act: 'watermark', before: true, after: null })).toBe(
    'Watermark: Shown → as the policies above',
  )
  speak('ko')
  expect(saidOf(t, { act: 'clipboard_out', before: null, after: closed })).toBe(
    '클립보드 내보내기: 닫힘',
  )
})
