import { renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { speak } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import './entry'

afterEach(() => speak('ko'))

it.each(['name_taken', 'bad_name', 'level_missing', 'quota_reached'])(
  'says %s where no page of the drive was opened, in both languages',
  code => {
    const said = ['ko', 'en'].map(language => {
      speak(language as 'ko' | 'en')
      return renderHook(() => useRefusalText()).result.current(new Refusal(code, 400))
    })
    expect(said[0]).toMatch(/[가-힣]/)
    expect(said[0]).not.toMatch('예상하지 못한')
    expect(said[1]).not.toMatch(/[가-힣]|unexpected/)
  },
)
