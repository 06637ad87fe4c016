import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { asItGoes, linesOf, type Passed } from './going'

/** An answer whose body comes so; jsdom has no streams. */
function pieces(...texts: string[]): Response {
  const left = texts.map(text => new TextEncoder().encode(text))
  const read = async () => ({ done: left.length === 0, value: left.shift() })
  return { ok: true, body: { getReader: () => ({ read }) } } as unknown as Response
}

let answer: Response
beforeEach(() => vi.stubGlobal('fetch', async () => answer))
afterEach(() => vi.unstubAllGlobals())

async function go(): Promise<{ told: Passed[]; end: unknown }> {
  const told: Passed[] = []
  const end = await asItGoes('/x', {}, one => void told.push(one), new AbortController().signal)
  return { told, end }
}

it('lines are whole however they come', async () => {
  const found = []
  for await (const line of linesOf(pieces('{"a":', '1}\n{"b"', ':2}\n', '{"c":3}\n')))
    found.push(line)
  expect(found).toEqual(['{"a":1}', '{"b":2}', '{"c":3}'])
})

it('tells how far it is, and what came of it', async () => {
  answer = pieces('{"passed":1,"total":9}\n{"passed":5,"total":9}\n', '{"name":"계획.hwpx"}\n')
  const { told, end } = await go()
  expect(told.map(({ passed }) => passed)).toEqual([1, 5])
  expect(end).toEqual({ name: '계획.hwpx' })
})

it('a refusal behind the first bytes is one as any other', async () => {
  answer = pieces(
    '{"passed":1,"total":9}\n{"code":"desktop_full","status":507,"request_id":"r1"}\n',
  )
  await expect(go()).rejects.toMatchObject({ code: 'desktop_full', status: 507, requestId: 'r1' })
})

it('one that breaks off says so', async () => {
  answer = pieces('{"passed":1,"total":9}\n')
  await expect(go()).rejects.toMatchObject({ code: 'unreachable' })
})
