import { expect, it } from 'vitest'
import { hasPrivate, masked, maskedName } from './private'

it('hides the middle of telephone numbers and the names in addresses', () => {
  expect(masked('대표 010-1234-5678, 가게 02 345 6789')).toBe(
    '대표 010-****-5678, 가게 02-****-6789',
  )
  expect(masked('01012345678')).toBe('010-****-5678')
  expect(masked('kim.haneul@example.kr')).toBe('k***@example.kr')
  expect(masked('2026-11-26 점검, 면적 85.5')).toBe('2026-11-26 점검, 면적 85.5')
  expect([hasPrivate('010-1234-5678'), hasPrivate('주방 뒤 창고')]).toEqual([true, false])
})

it('hides the middle of names', () => {
  expect(['홍길동', '김율', '남궁민수', '이'].map(maskedName)).toEqual([
    '홍*동',
    '김*',
    '남**수',
    '이',
  ])
})
