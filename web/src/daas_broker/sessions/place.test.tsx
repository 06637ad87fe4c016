import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { PlaceFace } from './place'
import type { Place } from './state'

const PLACE = {
  pool_id: 'p',
  name: '인터넷 가상PC',
  zone: 'internet',
  kind: 'pooled',
  claimed_at: '2030-01-07T00:00:00Z',
  desktop: { desktop_id: 'd', state: 'disconnected' },
  opening: { hours: [], shut_by: null, opens_at: null },
} as unknown as Place

function shown(shut_by: Place['opening']['shut_by']) {
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <PlaceFace place={{ ...PLACE, opening: { ...PLACE.opening, shut_by } }} />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

test('a desktop that may be opened is gone on with', () => {
  shown(null)
  expect(screen.getByRole('link', { name: /이어서 사용/ })).toBeDefined()
})

test.each(['access_place', 'access_hours'] as const)(
  'where %s shuts it, nothing is offered that would be refused, and it can be given back',
  shut => {
    shown(shut)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText(/정보보호 담당자에게 요청/)).toBeDefined()
    expect(screen.getByRole('button', { name: '돌려주기' })).toBeDefined()
  },
)
