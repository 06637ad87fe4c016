/** A file on its way into a desktop or out of it, as it goes (daas_broker/transfers/going.py). */
import { send } from '@/kernel/api'
import { Refusal, UNREACHABLE } from '@/kernel/refusal'

/** In bytes; `total` is 0 until it is known. */
export interface Passed {
  readonly passed: number
  readonly total: number
}

/** What came of it; a refusal is thrown as anywhere. Taken back by `signal`, it stops there too. */
export async function asItGoes<T>(
  path: string,
  body: object,
  tell: (passed: Passed) => void,
  signal: AbortSignal,
): Promise<T> {
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Accept: 'application/x-ndjson' },
      signal,
    }),
  )
  for await (const line of linesOf(response)) {
    const said: unknown = JSON.parse(line)
    if (isPassed(said)) tell(said)
    else if (isRefused(said)) throw refusalIn(said)
    else return said as T
  }
  throw new Refusal(UNREACHABLE, 0)
}

/** Also of a body that comes in any pieces. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let held = ''
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return
    const lines = (held + decoder.decode(piece.value, { stream: true })).split('\n')
    held = lines.pop() ?? ''
    yield* lines
  }
}

const isPassed = (said: unknown): said is Passed =>
  typeof said === 'object' && said !== null && 'passed' in said && 'total' in said

interface Refused {
  readonly code: string
  readonly status: number
  readonly request_id?: string
  readonly message?: string
}

const isRefused = (said: unknown): said is Refused =>
  typeof said === 'object' && said !== null && 'code' in said && 'status' in said

function refusalIn({ code, status, request_id, message: _, ...facts }: Refused): Refusal {
  return new Refusal(code, status, facts, request_id ?? null)
}
