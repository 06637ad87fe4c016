import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { expect, test, vi } from 'vitest'
import * as people from '@/identity/people/state'
import { queries } from '@/kernel/queries'
import { AudienceChips } from './audience-chips'

test('two hundred who were chosen are counted, shown on demand, and left out at once', () => {
  vi.spyOn(people, 'useOrganisation').mockReturnValue([] as never)
  vi.spyOn(people, 'usePeopleById').mockReturnValue(new Map())
  const change = vi.fn()
  const chosen = Array.from({ length: 200 }, (_, place) => `p${place}`)
  const audience = { everybody: false, people: chosen, divisions: [], roles: [] }
  render(
    <QueryClientProvider client={queries}>
      <Suspense>
        <AudienceChips audience={audience} onChange={change} />
      </Suspense>
    </QueryClientProvider>,
  )
  expect(screen.getAllByRole('listitem')).toHaveLength(26)
  act(() => screen.getByRole('button', { name: '고른 사람 200명 모두 빼기' }).click())
  expect(change).toHaveBeenCalledWith({ people: [] })
  act(() => screen.getByRole('button', { name: '176명 더 보기' }).click())
  expect(screen.getAllByRole('listitem')).toHaveLength(201)
})
