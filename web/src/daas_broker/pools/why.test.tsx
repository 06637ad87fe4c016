import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Day, Pool } from './state'
import { Why } from './why'

const NOTHING = { minimum: 1, scheduled: 0, headroom: 0, foreseen: 0, room: 3, warm: 1 }

function said(day: Partial<Day>, counts: Record<string, number> = { warm: 1 }): string {
  const pool = { counts, lacking: {}, maximum: 4 } as unknown as Pool
  const whole = { now: NOTHING, keep: 1, next: null, ...day } as Day
  return render(<Why day={whole} pool={pool} />).container.textContent ?? ''
}

test('how many there are stands beside how many are to be', () => {
  const text = said({ now: { ...NOTHING, scheduled: 3, warm: 3 } }, { warm: 1, booting: 2 })
  expect(text).toContain('지금 예열 목표 3대')
  expect(text).toContain('예열 1 · 사용 0 · 최대 4 · 켜는 중 2')
  expect(text).toContain('오늘은 예열 목표가 더 바뀌지 않습니다')
})

test('when the next come or go is told, and that those in use stay', () => {
  const at = '2030-01-07T09:30:00+09:00'
  expect(said({ next: { at, warm: 3 } })).toContain('09:30부터 예열 목표가 3대로')
  const now = { ...NOTHING, scheduled: 3, warm: 3 }
  expect(said({ now, keep: 3, next: { at, warm: 1 } })).toContain(
    '09:30부터 1대만 남기고 예열을 거둡니다. 사용 중인 가상PC는 그대로입니다.',
  )
})

test('what is left standing because it is wanted again soon is no riddle', () => {
  expect(said({ keep: 3 }, { warm: 3 })).toContain('15분 안에 다시 쓸 3대까지는 거두지 않습니다')
  expect(said({ keep: 3 }, { warm: 1 })).not.toContain('15분')
})

test('a wish larger than the pool is not told as what is to be warm', () => {
  const text = said({ now: { ...NOTHING, foreseen: 12, room: 2, warm: 2 } })
  expect(text).toContain('지금 예열 목표 2대')
  expect(text).toContain('예측 12')
  expect(text).toContain('최대까지 남은 자리 2')
})
