import { afterEach, expect, test, vi } from 'vitest'
import { Refusal } from '@/kernel/refusal'
import { notices, toastRefusal } from '@/kit/toast'
import { bringData } from './flaws'
import { bring } from './vulnerabilities'

vi.mock('./flaws', async original => ({ ...(await original()), bringData: vi.fn() }))

afterEach(() => notices.clear())

const shown = () => notices.visibleToasts.map(({ content }) => content)

test('[DPR10] a file that is taken takes away what was said of the one before', async () => {
  const file = new File([], 'data.json')
  vi.mocked(bringData).mockRejectedValueOnce(new Refusal('tracker_data_unreadable', 400))
  await bring(file, '읽었습니다')
  toastRefusal(new Refusal('name_taken', 409))
  expect(shown()).toHaveLength(2)
  vi.mocked(bringData).mockResolvedValueOnce(undefined as never)
  await bring(file, '읽었습니다')
  expect(shown().map(one => (one.kind === 'refused' ? 'refused' : one.text))).toEqual([
    '읽었습니다',
    'refused',
  ])
})
