import { expect, test } from 'vitest'
import { speak } from '@/kernel/i18n'
import { line, step } from './log'

test('a line of the log has the time of Seoul', () => {
  expect(line('2026-11-28T23:59:01Z [1/5] packages of base')).toBe(
    '08:59:01 [1/5] packages of base',
  )
  expect(line('14:18:57 said before')).toBe('14:18:57 said before')
})

test('a step of a build has words in both languages', () => {
  speak('ko')
  expect(step('packages of base')).toBe('base의 패키지를 받아 설치')
  expect(step('disk')).toBe('가상 머신의 디스크 만들기')
  speak('en')
  expect(step('caches')).toBe('Caches of fonts, icons and programs')
  expect(step('another')).toBe('another')
  speak('ko')
})
