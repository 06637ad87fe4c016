import { act, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { speak } from '@/kernel/i18n'
import { LossReport } from './losses'

afterEach(() => act(() => speak('ko')))

test('what comes back is said though nothing changes, in pieces and not in places', () => {
  render(<LossReport title="바뀌는 것" losses={{}} kept={{ styles: 165, columns: 1 }} />)
  expect(screen.getByRole('status').textContent).toContain('바뀌는 것이 없습니다')
  const lines = within(screen.getByRole('list')).getAllByRole('listitem')
  expect(lines.map(line => line.textContent)).toEqual(['스타일165개', '여러 단1개'])
})

test('what stays behind with a file is named with what that means, in both languages', () => {
  render(<LossReport title="바뀌는 것" losses={{ signature: 2, rule: 1 }} kept={{}} />)
  const lines = () => screen.getAllByRole('listitem').map(line => line.textContent)
  expect(lines()).toEqual(['전자 서명서명은 원본 파일에만 유효합니다2개', '가로줄1곳'])
  act(() => speak('en'))
  expect(lines()[0]).toBe('Digital signaturesremain valid only for the original file2 ×')
})
