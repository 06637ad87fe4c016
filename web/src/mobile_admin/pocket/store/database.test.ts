import i18next from 'i18next'
import { expect, it } from 'vitest'
import { asRefusal } from '@/kernel/refusal'
import '../words'
import { told } from './database'

it('says of a full phone what one can do, and of the rest what the browser said', () => {
  const full = asRefusal(told(new DOMException('', 'QuotaExceededError')))
  expect(full.code).toBe('phone_full')
  expect(full.passes).toBe(false)
  for (const lng of ['ko', 'en']) expect(i18next.exists('refusal:phone_full', { lng })).toBe(true)
  const other = new DOMException('', 'AbortError')
  expect(told(other)).toBe(other)
})
