import { describe, expect, it } from 'vitest'
import { beforeSignOut, question, sayFarewell } from './farewell'

const LOSS = '글 하나'

function domain(loss: string | null, news: string | null = null) {
  const left: string[] = []
  const end = beforeSignOut({
    loss: async () => loss,
    news: async () => news,
    leave: async () => {
      left.push('left')
    },
  })
  return { left, end }
}

async function untilAsked() {
  await expect.poll(() => question.get()).not.toBeNull()
}

describe('signing out', () => {
  it('asks nothing where nothing would be lost', async () => {
    const { left, end } = domain(null)
    expect(await sayFarewell()).toBe(true)
    expect(left).toEqual(['left'])
    end()
  })

  it('removes nothing when the person stays', async () => {
    const { left, end } = domain(LOSS)
    const going = sayFarewell()
    await untilAsked()
    expect(question.get()?.losses).toEqual([LOSS])
    question.get()?.answer(false)
    expect(await going).toBe(false)
    expect(left).toEqual([])
    expect(question.get()).toBeNull()
    end()
  })

  it('asks where nothing would be lost and there is something to know', async () => {
    const { left, end } = domain(null, LOSS)
    const going = sayFarewell()
    await untilAsked()
    expect(question.get()).toMatchObject({ losses: [], news: [LOSS] })
    question.get()?.answer(true)
    expect(await going).toBe(true)
    expect(left).toEqual(['left'])
    end()
  })

  it('goes on when the person has said so', async () => {
    const { left, end } = domain(LOSS)
    const going = sayFarewell()
    await untilAsked()
    question.get()?.answer(true)
    expect(await going).toBe(true)
    expect(left).toEqual(['left'])
    end()
  })
})
