import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { callsKey } from '../helpdesk/state'
import { Calls } from './calls'

test('who runs desktops sees how many wait for help, and since when', () => {
  const call = (id: string, step: string) => ({ id, step, asked_at: '2030-01-07T00:00:00Z' })
  queries.setQueryData(callsKey, {
    waiting: [call('a', 'waiting'), call('b', 'waiting'), call('c', 'watching')],
    closed: [],
  })
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <Suspense>
          <Calls />
        </Suspense>
      </MemoryRouter>
    </QueryClientProvider>,
  )
  expect(screen.getByText('2명이 기다립니다')).toBeDefined()
  expect(screen.getByText(/1명을 돕고 있습니다/)).toBeDefined()
  expect(screen.getByRole('link', { name: '헬프데스크 보기' })).toBeDefined()
})
