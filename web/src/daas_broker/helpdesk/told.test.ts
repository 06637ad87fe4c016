import { afterEach, expect, it } from 'vitest'
import { speak } from '@/kernel/i18n'
import { languageText, mishapText, screenText } from './told'

afterEach(() => speak('ko'))

it('what a page told in codes is read in words', () => {
  expect(['lost', 'notice recording', 'of tomorrow'].map(mishapText)).toEqual([
    '연결이 끊김',
    '경고가 나타남',
    'of tomorrow',
  ])
  expect(['1216×758 @1', '800×1296 @1.5', ''].map(screenText)).toEqual([
    '1216×758',
    '800×1296 (배율 1.5)',
    '',
  ])
  expect(['ko', 'en', 'fr'].map(languageText)).toEqual(['한국어', '영어', 'fr'])
  speak('en')
  expect(mishapText('taken')).toBe('another window or device took over')
})
