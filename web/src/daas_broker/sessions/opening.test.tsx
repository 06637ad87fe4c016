import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { Queue } from './opening'
import type { Queued } from './state'

function shown(position: number, estimate_seconds: number | null = null, other = {}) {
  const queued = { position, estimate_seconds, why: 'full', maximum: 1, held_back: null, ...other }
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

test.each([
  [40, '약 40초'],
  [61, '약 2분'],
  [7_000, '약 2시간'],
  [2_400_060, '12시간 넘게 걸립니다'],
])('an estimate of %i seconds is told as people say it', (seconds, told) => {
  shown(1_000, seconds)
  expect(screen.getByText(told)).toBeDefined()
  expect(screen.getByText('1,000번째')).toBeDefined()
})

test('nobody is told to wait for one to be given back where there is no image [DP14]', () => {
  shown(1, null, { why: 'no_image', held_back: 'no_warming' })
  expect(screen.getByText(/이미지가 서버에 없어/)).toBeDefined()
  expect(screen.getByText('이미지가 준비되는 대로')).toBeDefined()
  expect(screen.queryByText(/누가 돌려주면/)).toBeNull()
})
