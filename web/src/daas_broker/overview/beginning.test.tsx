import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { pools } from '../pools/state'
import { Beginning } from './beginning'

const page = () => (
  <QueryClientProvider client={queries}>
    <MemoryRouter>
      <Beginning />
    </MemoryRouter>
  </QueryClientProvider>
)

test('an administrator of a fresh installation reads what to do first, and later no more', () => {
  queries.setQueryData(pools.queryKey, [])
  const { unmount } = render(page())
  const steps = screen.getAllByRole('link').map(link => link.textContent)
  expect(steps).toEqual(['이미지 확인', '정책 살펴보기', '풀 만들기'])
  unmount()
  queries.setQueryData(pools.queryKey, [{ id: 'p' }] as never)
  render(page())
  expect(screen.queryByRole('link')).toBeNull()
})
