import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { type Waiter, waiters } from './state'
import { Waiting } from './waiting'

function waiter(number: number): Waiter {
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
  } as unknown as Waiter
}

test('a long queue shows its first ten, and all of it to who asks', () => {
  queries.setQueryData(
    waiters.queryKey,
    Array.from({ length: 300 }, (_, nth) => waiter(nth + 1)),
  )
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <Waiting />
      </MemoryRouter>
    </QueryClientProvider>,
  )
  expect(screen.getByText('기다리는 사람 300명')).toBeDefined()
  expect(screen.getAllByRole('row')).toHaveLength(11)
  fireEvent.click(screen.getByRole('button', { name: '300명 모두 보기' }))
  expect(screen.getAllByRole('row')).toHaveLength(301)
})
