import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { type Waiter, waiters } from './state'
import { Waiting } from './waiting'

function waiter(number: number, other: Partial<Waiter> = {}): Waiter {
  return {
    pool_id: 'p',
    pool: '인터넷 가상PC',
    person_id: `u${number}`,
    person: `사람${number}`,
    division: '과',
    since: new Date().toISOString(),
    position: number,
    why: 'full',
    maximum: 1,
    held_back: null,
    ...other,
  } as unknown as Waiter
}

function shown() {
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <Waiting />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

test('a long queue shows its first ten, and all of it to who asks', () => {
  queries.setQueryData(
    waiters.queryKey,
    Array.from({ length: 14 }, (_, nth) => waiter(nth + 1)),
  )
  shown()
  expect(screen.getByText('기다리는 사람 14명')).toBeDefined()
  expect(screen.getAllByText(/^사람\d+ · 과$/)).toHaveLength(10)
  fireEvent.click(screen.getByText('14명 모두 보기'))
  expect(screen.getAllByText(/^사람\d+ · 과$/)).toHaveLength(14)
})

test('a spent budget is not blamed where there is nothing to start from [DP14]', () => {
  queries.setQueryData(waiters.queryKey, [
    waiter(1, { held_back: 'queue', why: 'no_image' }),
    waiter(2, { held_back: 'queue', why: 'full' }),
  ])
  shown()
  expect(screen.getByText(/이미지가 서버에 없습니다/)).toBeDefined()
  expect(screen.getByText('부서 예산이 다해 다른 부서 다음입니다')).toBeDefined()
})
