import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { fetchAgain } from './live'

const KEY = ['cases']

/** A server whose answers are given by hand, in the order in which they were asked for. */
function watched() {
  const answers: ((value: string) => void)[] = []
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const queryFn = () => new Promise<string>(answer => answers.push(answer))
  const observer = new QueryObserver(client, { queryKey: KEY, queryFn })
  observer.subscribe(() => undefined)
  const settled = () => new Promise(done => setTimeout(done, 0))
  return { client, answers, settled, shown: () => observer.getCurrentResult().data }
}

describe('a hint', () => {
  it('that overtakes the first fetch leads to another', async () => {
    const { client, answers, settled, shown } = watched()
    fetchAgain(client, KEY)
    answers[0]?.('before')
    await settled()
    answers[1]?.('after')
    await settled()
    expect(shown()).toBe('after')
    expect(answers).toHaveLength(2)
  })

  it('that comes later begins the fetch anew', async () => {
    const { client, answers, settled, shown } = watched()
    answers[0]?.('before')
    await settled()
    fetchAgain(client, KEY)
    await settled()
    answers.at(-1)?.('after')
    await settled()
    expect(shown()).toBe('after')
  })

  it('that comes with others while a fetch is under way leads to one more, and breaks none off', async () => {
    const { client, answers, settled, shown } = watched()
    answers[0]?.('before')
    await settled()
    for (let hints = 0; hints < 50; hints++) fetchAgain(client, KEY)
    await settled()
    answers[1]?.('meanwhile')
    await settled()
    expect(shown()).toBe('meanwhile')
    answers[2]?.('after')
    await settled()
    expect(shown()).toBe('after')
    expect(answers).toHaveLength(3)
  })
})
