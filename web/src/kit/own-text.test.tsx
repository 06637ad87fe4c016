import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useOwnText } from './own-text'

it('a late echo is not written over what was typed since; a value from outside is taken', () => {
  const { result, rerender } = renderHook(({ value }) => useOwnText({ value }), {
    initialProps: { value: '' },
  })
  for (const typed of ['ㄱ', '기', '김']) act(() => result.current.onChange?.(typed))
  rerender({ value: 'ㄱ' })
  expect(result.current.value).toBe('김')
  rerender({ value: '김' })
  expect(result.current.value).toBe('김')
  rerender({ value: '' })
  expect(result.current.value).toBe('')
})
