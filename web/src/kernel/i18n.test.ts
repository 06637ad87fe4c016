import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { defineWords, say, speak, useWords } from './i18n'
import { Refusal } from './refusal'
import { defineRefusals, useRefusalText } from './refusal-words'

const words = defineWords(
  'test',
  { moved: '{{name, 을/를}} 옮겼습니다', some: { deep: '깊은 말' } },
  { moved: 'Moved {{name}}', some: { deep: 'Deep' } },
)

afterEach(() => speak('ko'))

it('puts the particle that fits', () => {
  const t = say(words)
  expect(t('moved', { name: '계획(안)' })).toBe('계획(안)을 옮겼습니다')
  expect(t('moved', { name: '파일' })).toBe('파일을 옮겼습니다')
  expect(t('moved', { name: '문서' })).toBe('문서를 옮겼습니다')
})

it('parts thousands of what is counted, and of no name', () => {
  const said = defineWords(
    'test_counts',
    {
      of: '{{shown}}/{{all}}대',
      port: 'UDP {{port}}번',
      moved: '{{count, 을/를}}',
      gone: '{{name}}',
    },
    { of: '{{shown}} of {{all}}', port: 'UDP {{port}}', moved: '{{count}}', gone: '{{name}}' },
  )
  const t = say(said)
  expect(t('of', { shown: 1200, all: 12_000.5 })).toBe('1,200/12,000.5대')
  expect(t('port', { port: 51820 })).toBe('UDP 51820번')
  expect(t('moved', { count: 1003 })).toBe('1,003을')
  expect(t('gone', { name: '2026' })).toBe('2026')
  speak('en')
  expect(t('of', { shown: 999, all: 1000 })).toBe('999 of 1,000')
})

it('changes what is on the page when the language changes', () => {
  const { result } = renderHook(() => useWords(words)('some.deep'))
  expect(result.current).toBe('깊은 말')
  act(() => speak('en'))
  expect(result.current).toBe('Deep')
})

it('says a refusal with its facts, and one that nobody foresaw by its status', () => {
  defineRefusals({ quota_reached: '{{limit}}까지입니다.' }, { quota_reached: 'Up to {{limit}}.' })
  const { result } = renderHook(() => useRefusalText())
  expect(result.current(new Refusal('quota_reached', 507, { limit: '30 GB' }))).toBe(
    '30 GB까지입니다.',
  )
  expect(result.current(new Refusal('unheard_of', 413))).toBe('파일이 너무 큽니다.')
  expect(result.current(new Refusal('unheard_of', 418))).toMatch('예상하지 못한')
})

it('says a refusal of one field in its own words, where it has any', () => {
  const said = { odd: '값이 맞지 않습니다.', odd_warm: '{{maximum}}까지입니다.' }
  defineRefusals(said, said)
  const { result } = renderHook(() => useRefusalText())
  expect(result.current(new Refusal('odd', 400, { field: 'warm', maximum: 3 }))).toBe(
    '3까지입니다.',
  )
  expect(result.current(new Refusal('odd', 400, { field: 'name' }))).toBe('값이 맞지 않습니다.')
})
