import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { type End, endOf } from '../sessions/state'
import { Viewer } from './view'

test('whoever comes by the address of a desktop that has ended is told how it ended', async () => {
  vi.spyOn(api, 'GET').mockRejectedValue(new Refusal('not_found', 404))
  queries.setQueryData<End>(endOf('d').queryKey, {
    reason: 'grace_over',
    at: '2030-01-07T00:00:00Z',
    homes: false,
    persistent: false,
    offered: false,
  })
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={['/desktops/view/d']}>
        <Routes>
          <Route path="/desktops/view/:desktop" element={<Viewer />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  )
  expect(
    await screen.findByText('이 가상PC는 끝났습니다. 안의 내용은 모두 지워졌습니다.'),
  ).toBeDefined()
  expect(screen.getByText('화면을 떠난 채 이 풀에서 정한 시간이 지났습니다.')).toBeDefined()
  expect(screen.queryByText(/Ctrl\+Alt\+Shift/)).toBeNull()
})
