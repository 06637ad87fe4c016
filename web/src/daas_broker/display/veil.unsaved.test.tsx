import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { speak } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { Kit } from '@/kit/provider'
import { GiveBack } from '../sessions/place'
import { Ended } from './veil'

beforeEach(() => queries.clear())
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  speak('ko')
})

async function ended(offered: boolean) {
  const end = { reason: 'lost', at: new Date().toISOString(), homes: true, persistent: false }
  const data = { ...end, offered }
  vi.spyOn(api, 'GET').mockResolvedValue({ data, response: new Response() } as never)
  render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>
        <Ended phase="ended" desktop="d" />
      </Kit>
    </QueryClientProvider>,
  )
  await screen.findByRole('alert')
}

test('[DH12] whose desktop died reads that LibreOffice offers what was not saved, and no other program', async () => {
  await ended(true)
  expect(screen.getByText(/LibreOffice를 열 때 되살릴지 묻습니다.*메모장/)).toBeDefined()
})

test('[DH12] in English as well', async () => {
  speak('en')
  await ended(true)
  expect(screen.getByText(/offered when you open LibreOffice.*note editor/)).toBeDefined()
})

test('[DH12] nobody is promised what would not be so', async () => {
  await ended(false)
  expect(screen.queryByText(/LibreOffice/)).toBeNull()
})

test('[DH12] who gives a desktop back reads before that to save what they write', async () => {
  render(
    <Kit navigate={() => undefined}>
      <GiveBack desktop="d" keepsHome />
    </Kit>,
  )
  screen.getByRole('button', { name: '돌려주기' }).click()
  expect(await screen.findByText(/먼저 문서 폴더에 저장하십시오.*메모장/)).toBeDefined()
})
