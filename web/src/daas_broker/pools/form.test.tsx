import { act, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { draftOf, type Section } from './draft'
import { KindSection } from './kind'
import { Amount } from './readiness'
import type { Pool } from './state'

/** Amounts and kind as they stand in the page, and what is sent of them. */
function Form({ onSend }: { readonly onSend: (draft: Section['draft']) => void }) {
  const [draft, write] = useState(() => draftOf(null))
  const set: Section['set'] = change => write(before => ({ ...before, ...change }))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        onSend(draft)
      }}
    >
      <Amount draft={draft} set={set} />
      <KindSection draft={draft} set={set} />
      <button type="submit">보내기</button>
    </form>
  )
}

function opened() {
  const send = vi.fn()
  render(<Form onSend={send} />)
  const fill = (label: string, value: string, at = 0) => {
    const field = screen.getAllByLabelText(label)[at] as HTMLElement
    act(() => void fireEvent.change(field, { target: { value } }))
  }
  return {
    send,
    fill,
    press: (name: string) => act(() => screen.getByRole('button', { name }).click()),
    tick: (name: string) => act(() => screen.getByRole('checkbox', { name }).click()),
  }
}

test('a time that ends before it begins is told where it stands, and is not sent', () => {
  const { send, fill, press } = opened()
  press('시각 추가')
  fill('부터', '18:00')
  fill('까지', '09:00')
  press('보내기')
  expect(send).not.toHaveBeenCalled()
  expect(screen.getByText(/시작보다 뒤여야 합니다/)).toBeDefined()
  fill('까지', '00:00')
  press('보내기')
  expect(send).toHaveBeenCalledOnce()
})

test('a time of no day is told, and is not sent', () => {
  const { send, press, tick } = opened()
  press('시각 추가')
  for (const day of ['월', '화', '수', '목', '금']) tick(day)
  press('보내기')
  expect(send).not.toHaveBeenCalled()
  expect(screen.getByText('요일을 하나 이상 고르십시오.')).toBeDefined()
  tick('토')
  press('보내기')
  expect(send.mock.calls[0]?.[0].readiness.windows[0].days).toEqual([5])
})

test.each([
  ['예열 대수', '9', '최대 대수(4)보다 클 수 없습니다.'],
  ['예열 대수', '1.5', '소수 없이 적으십시오.'],
  ['여유율(%)', '300', '200 이하여야 합니다.'],
  ['끊긴 뒤 기다림(분)', '99999', '1,440 이하여야 합니다.'],
])('%s of %s is told where it stands', (label, value, told) => {
  const { send, fill, press } = opened()
  fill(label, value)
  press('보내기')
  expect(send).not.toHaveBeenCalled()
  expect(screen.getByText(told)).toBeDefined()
})

test('what was said of a maximum goes when the maximum is another one', () => {
  const { send, fill, press } = opened()
  fill('예열 대수', '9')
  press('보내기')
  expect(screen.getByText('최대 대수(4)보다 클 수 없습니다.')).toBeDefined()
  fill('최대 대수', '10')
  expect(screen.queryByText(/보다 클 수 없습니다/)).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>('예열 대수').value).toBe('9')
  press('보내기')
  expect(send).toHaveBeenCalledOnce()
})

test('a pool that has times already opens at its head, and only a time just added takes the keys', async () => {
  render(<Kept />)
  expect(document.activeElement).toBe(document.body)
  act(() => screen.getByRole('button', { name: '시각 추가' }).click())
  await vi.waitFor(() =>
    expect(document.activeElement).toBe(screen.getAllByRole('checkbox', { name: '월' })[1]),
  )
})

const windows = [{ days: [0], begins: 480, ends: 540, warm: 3 }]
const POOL = { readiness: { windows }, audience: {}, size: {} } as unknown as Pool

/** Amounts of a pool that has a time. */
function Kept() {
  const [draft, write] = useState(() => draftOf(POOL))
  return <Amount draft={draft} set={change => write(before => ({ ...before, ...change }))} />
}

test('a window proposes no more than the pool has, and takes no more', () => {
  const { send, fill, press } = opened()
  fill('최대 대수', '3')
  press('시각 추가')
  press('보내기')
  expect(send.mock.lastCall?.[0].readiness.windows[0].warm).toBe('3')
  fill('예열 대수', '4', 1)
  press('보내기')
  expect(send).toHaveBeenCalledOnce()
})
