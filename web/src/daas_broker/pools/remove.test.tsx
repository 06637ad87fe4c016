import { render, screen } from '@testing-library/react'
import { act } from 'react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { RemovePool } from './remove'
import type { Pool } from './state'

test.each([
  [{ in_use: 2, disconnected: 1, warm: 4 }, /사용 중인 3대는 돌려주거나 로그아웃할 때까지/],
  [{ warm: 1 }, /지금 쓰는 사람은 없습니다/],
])('who removes a pool is told first how many sit in it', (counts, told) => {
  const pool = { id: 'p', name: '풀', counts } as unknown as Pool
  render(
    <MemoryRouter>
      <RemovePool pool={pool} />
    </MemoryRouter>,
  )
  act(() => screen.getByRole('button', { name: '풀 없애기' }).click())
  expect(screen.getByText(told)).toBeDefined()
})
