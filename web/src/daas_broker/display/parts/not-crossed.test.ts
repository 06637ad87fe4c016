import { describe, expect, it } from 'vitest'
import { Refusal } from '@/kernel/refusal'
import type { Desk } from '../desk'
import { Notices } from '../notices'
import { inWords, tellNotCrossed } from './not-crossed'

describe('a file that did not cross', () => {
  it('is told by its rule, with the limit and the way that is open', () => {
    const facts = { rule: 'files_in_size', advice: 'shorter', limit: 100 * 1024 * 1024 }
    expect(inWords(new Refusal('transfer_refused', 403, facts))).toEqual({
      text: '100 MB까지만 가져올 수 있습니다.',
      note: '나누어 옮기십시오. 규칙: 들여오는 파일의 크기',
    })
  })

  it('is told of a print where the print itself was told', () => {
    const notices = new Notices()
    const facts = { rule: 'printing_closed', advice: 'ask', limit: 0 }
    const desk = { notices } as unknown as Desk
    tellNotCrossed(desk, new Refusal('transfer_refused', 403, facts), { id: 'print' })
    expect(notices.shown.get().map(({ id }) => id)).toEqual(['print'])
  })

  it('names no rule where none was the reason', () => {
    expect(inWords(new Refusal('desktop_full', 507))).toBeNull()
    expect(
      inWords(new Refusal('transfer_refused', 403, { rule: 'toString', advice: 'ask' })),
    ).toBeNull()
  })
})
