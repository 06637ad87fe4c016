import { expect, it, vi } from 'vitest'
import { Refusal, UNREACHABLE } from '@/kernel/refusal'
import { add, uploads } from './queue'
import { begin, sendPiece, standing } from './wire'

vi.mock('./wire', async original => ({
  ...(await original<typeof import('./wire')>()),
  begin: vi.fn(),
  sendPiece: vi.fn(),
  standing: vi.fn(),
}))
vi.mock('@/kernel/connection', () => ({ connectionLost: async () => undefined }))
vi.mock('../state', () => ({ refreshDrive: async () => undefined }))

it('an upload that the line was lost under before it began is begun again by itself', async () => {
  vi.mocked(begin).mockRejectedValueOnce(new Refusal(UNREACHABLE, 0)).mockResolvedValueOnce('/u/1')
  vi.mocked(standing).mockResolvedValue({ offset: 0, node: null })
  vi.mocked(sendPiece).mockResolvedValue({ offset: 5, node: 'n1' })
  add('folder', [new File(['words'], '예산 집계.xlsx')])
  await vi.waitFor(() =>
    expect(uploads.get().map(({ phase }) => phase)).toEqual([{ name: 'saved', node: 'n1' }]),
  )
  expect(begin).toHaveBeenCalledTimes(2)
})
