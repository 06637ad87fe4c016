import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { endingOf } from './outside'
import { PlaceFace } from './place'
import type { Desktop, Place } from './state'

const PLACE = {
  pool_id: 'p',
  name: '인터넷 가상PC',
  zone: 'internet',
  kind: 'pooled',
  claimed_at: '2030-01-07T00:00:00Z',
  entitled: true,
  removed: false,
  imageless: false,
  warm: 1,
  desktop: {
    desktop_id: 'd',
    state: 'disconnected',
    state_since: new Date().toISOString(),
    stays_seconds: 300,
  },
  opening: { hours: [], shut_by: null, opens_at: null },
} as unknown as Place

function shown(shut_by: Place['opening']['shut_by']) {
  card({ opening: { ...PLACE.opening, shut_by } })
}

function card(other: Partial<Place>) {
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter>
        <PlaceFace place={{ ...PLACE, ...other }} isFull />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

test('another desktop in its place is offered where there will be one', () => {
  card({})
  expect(screen.getByRole('button', { name: '다시 시작' })).toBeDefined()
})

test('whose pool is no longer for them goes on, and is not led to give the last one away [DP3]', () => {
  card({ entitled: false })
  expect(screen.getByText(/쓸 수 있는 사람에 들지 않습니다/)).toBeDefined()
  expect(screen.getByRole('link', { name: /이어서 사용/ })).toBeDefined()
  expect(screen.queryByRole('button', { name: '다시 시작' })).toBeNull()
})

test('a personal desktop that would not come back is given back, not reset [DP3]', () => {
  card({ entitled: false, kind: 'persistent', outlives_sign_out: true })
  expect(screen.getByRole('button', { name: '돌려주기' })).toBeDefined()
  expect(screen.queryByRole('button', { name: '초기화' })).toBeNull()
})

test('of a pool without an image nothing is offered, and what runs can be gone on with [DP14]', () => {
  card({ imageless: true, warm: 0 })
  expect(screen.getByRole('link', { name: /이어서 사용/ })).toBeDefined()
  expect(screen.queryByRole('button', { name: '다시 시작' })).toBeNull()
})

test('who has none of a pool without an image reads why [DP14]', () => {
  card({ imageless: true, warm: 0, desktop: null })
  expect(screen.getByText(/이미지가 서버에 없어/)).toBeDefined()
  expect(screen.queryByRole('link')).toBeNull()
})

test('a desktop that may be opened is gone on with', () => {
  shown(null)
  expect(screen.getByRole('link', { name: /이어서 사용/ })).toBeDefined()
})

test('who left a desktop reads until when it stays', () => {
  shown(null)
  expect(screen.getByText(/까지 그대로 있습니다. 그 뒤에는 안의 내용이 지워집니다/)).toBeDefined()
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

test('who sits there when the hours end is told what becomes of it', () => {
  const left = (homes: boolean, stays_seconds: number | null) =>
    endingOf({ homes, stays_seconds } as Desktop)
  expect(left(false, 300)).toBe('endingNote')
  expect(left(true, 300)).toBe('endingNoteHome')
  expect(left(true, null)).toBe('endingNoteStays')
})
