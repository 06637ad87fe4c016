import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { PolicyForm } from './form'
import type { Policy } from './state'
import * as state from './state'

const clipboard = { is_open: true, most_bytes: 65_536, kinds: ['text'], content: {} }
const files = { is_open: true, most_bytes: 100 * 1024 * 1024 }
const POLICY = {
  clipboard_in: clipboard,
  clipboard_out: clipboard,
  files_in: files,
  files_out: files,
  printing: 'off',
  characters_per_second: 0,
  lock_after_minutes: 15,
  recording: { is_on: false, basis: '', retention_days: 90 },
  access: { hours: [], networks: [] },
} as unknown as Policy

function opened() {
  const stage = vi.spyOn(state, 'stage').mockResolvedValue(undefined as never)
  render(<PolicyForm scope={{} as never} policy={POLICY} onDone={() => undefined} />)
  const lock = screen.getByLabelText(/몇 분 뒤 잠글지/)
  const save = (minutes: string) => {
    act(() => void fireEvent.change(lock, { target: { value: minutes } }))
    act(() => screen.getByRole('button', { name: '적용 대기로 저장' }).click())
  }
  return { stage, save }
}

test.each([
  ['0', '1 이상이어야 합니다.'],
  ['9999', '480 이하여야 합니다.'],
  ['1.5', '소수 없이 적으십시오.'],
  ['', '비워 둘 수 없습니다.'],
])('a lock after %s minutes is told, and no other number is saved in its place', (typed, told) => {
  const { stage, save } = opened()
  save(typed)
  expect(screen.getByText(told)).toBeDefined()
  expect(stage).not.toHaveBeenCalled()
  save('30')
  expect(stage.mock.calls[0]?.[1]).toMatchObject({ lock_after_minutes: 30 })
  stage.mockRestore()
})
