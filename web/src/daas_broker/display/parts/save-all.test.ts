import { describe, expect, it } from 'vitest'
import { type All, saveAll } from './save-all'

function told(): { all: All[]; tell(all: All): void } {
  const all: All[] = []
  return { all, tell: each => void all.push(each) }
}

describe('all files of the outbox', () => {
  it('go one after the other, and what is refused keeps none of the others', async () => {
    const { all, tell } = told()
    const moved: string[] = []
    const move = async (name: string) => {
      if (name === '나쁜 이름') throw new Error('refused')
      moved.push(name)
      return { is_scanned: name === '가' }
    }
    await saveAll(['가', '나쁜 이름', '다'], move, tell, new AbortController().signal)
    expect(moved).toEqual(['가', '다'])
    expect(all.at(-1)).toMatchObject({ count: 3, done: 3, unscanned: 1, isStopped: false })
    expect(all.at(-1)?.refused.map(({ name }) => name)).toEqual(['나쁜 이름'])
  })

  it('stop in the middle of one, which is neither saved nor refused', async () => {
    const { all, tell } = told()
    const stop = new AbortController()
    const move = async () => {
      stop.abort()
      throw new DOMException('taken back', 'AbortError')
    }
    await saveAll(['가', '나'], move, tell, stop.signal)
    expect(all.at(-1)).toMatchObject({ done: 0, refused: [], isStopped: true })
  })

  it('stop behind the one that was through already', async () => {
    const { all, tell } = told()
    const stop = new AbortController()
    const moved: string[] = []
    const move = async (name: string) => {
      moved.push(name)
      stop.abort()
      return { is_scanned: true }
    }
    await saveAll(['가', '나'], move, tell, stop.signal)
    expect(moved).toEqual(['가'])
    expect(all.at(-1)).toMatchObject({ done: 1, isStopped: true })
  })
})
