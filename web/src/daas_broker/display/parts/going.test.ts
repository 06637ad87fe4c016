import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { asItGoes, linesOf, type Passed } from './going'

/** An answer whose body comes so; jsdom has no streams. */
function pieces(...texts: string[]): Response {
  const left = texts.map(text => new TextEncoder().encode(text))
  const read = async () => ({ done: left.length === 0, value: left.shift() })
  return { ok: true, body: { getReader: () => ({ read }) } } as unknown as Response
}

let answers: Response[]
let asked: Request[]
beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (request: Request | string) => {
    if (typeof request === 'string') return { status: 200 } // somebody asks whether we are there
    asked.push(request)
    return answers[Math.min(asked.length, answers.length) - 1]
  })
})
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
  answers = [pieces('{"passed":1,"total":9}\n{"passed":5,"total":9}\n', '{"name":"계획.hwpx"}\n')]
  const { told, end } = await go()
  expect(told.map(({ passed }) => passed)).toEqual([1, 5])
  expect(end).toEqual({ name: '계획.hwpx' })
})

it('a refusal behind the first bytes is one as any other', async () => {
  answers = [
    pieces('{"passed":1,"total":9}\n{"code":"desktop_full","status":507,"request_id":"r1"}\n'),
  ]
  await expect(go()).rejects.toMatchObject({ code: 'desktop_full', status: 507, requestId: 'r1' })
})

const broken = () => pieces('{"passed":1,"total":9}\n')
const keyOf = (request?: Request) => request?.headers.get('Idempotency-Key')
const isAgain = (request?: Request) => request?.headers.has('X-Onmaru-Again')

it('one whose line breaks in the middle is asked for again under its key', async () => {
  answers = [broken(), pieces('{"name":"계획.hwpx"}\n')]
  expect((await go()).end).toEqual({ name: '계획.hwpx' })
  expect(keyOf(asked[0])).toMatch(/^[0-9a-f]{32}$/)
  expect(asked.map(keyOf)).toEqual([keyOf(asked[0]), keyOf(asked[0])])
  expect(asked.map(isAgain)).toEqual([false, true])
})

it('one that breaks off again and again says so', async () => {
  answers = [broken()]
  await expect(go()).rejects.toMatchObject({ code: 'unreachable' })
  expect(asked).toHaveLength(4)
}, 20_000)

it('one that its person takes back is not asked for again', async () => {
  const taken = new AbortController()
  answers = [broken()]
  const going = asItGoes('/x', {}, () => taken.abort(), taken.signal)
  await expect(going).rejects.toBeDefined()
  expect(asked).toHaveLength(1)
})
