import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import type { Finder } from '@/kernel/entry'
import { fitting, useFindings } from './state'

const finder = (id: string, find: Finder['find']): Finder => ({
  id,
  label: { ko: id, en: id },
  find,
})
const found = (id: string) => [{ id, title: id, icon: UserRound, to: `/${id}` }]

function search(finders: readonly Finder[]) {
  const client = new QueryClient()
  return renderHook(() => useFindings(finders, '김하늘'), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
}

it('findings come together, in the order of their groups, not of their answers', async () => {
  const slow = Promise.withResolvers<ReturnType<typeof found>>()
  const fast = Promise.withResolvers<ReturnType<typeof found>>()
  const asked = vi.fn(() => fast.promise)
  const { result } = search([finder('people', () => slow.promise), finder('rooms', asked)])
  await waitFor(() => expect(asked).toHaveBeenCalledOnce())
  await act(async () => fast.resolve(found('r')))
  expect(result.current.groups).toEqual([])
  slow.resolve(found('p'))
  await waitFor(() =>
    expect(result.current.groups.map(({ id }) => id)).toEqual(['people', 'rooms']),
  )
})

it('a finder that fails is named as missing and takes nothing from the others', async () => {
  const broken = finder('files', () => Promise.reject(new Error('away')))
  const { result } = search([finder('people', async () => found('p')), broken])
  await waitFor(() => expect(result.current.groups).toHaveLength(2))
  expect(result.current.groups.map(({ isMissing }) => isMissing)).toEqual([false, true])
  expect(result.current.groups[0]?.items).toHaveLength(1)
})

it('a command is found in either language', () => {
  const command = {
    id: 'x',
    label: { ko: '새 대화', en: 'New conversation' },
    run: () => undefined,
  }
  expect(fitting([command], 'ㅅㄷㅎ')).toHaveLength(1)
  expect(fitting([command], 'conver')).toHaveLength(1)
  expect(fitting([command], '결재')).toHaveLength(0)
})
