import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { Queue } from './opening'
import type { Queued } from './state'

function shown(position: number) {
  const queued = { position, estimate_seconds: null, why: 'full', maximum: 1, held_back: null }
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <Queue queued={queued as Queued} onLeave={() => undefined} />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

test('the first one comes in as soon as somebody gives a desktop back', () => {
  shown(1)
  expect(screen.getByText('누군가 돌려주면 바로')).toBeDefined()
})

test('who stands behind others is not promised the next one', () => {
  shown(3)
  expect(screen.getByText('앞의 2명이 연결된 다음')).toBeDefined()
})
