/** A file on its way into a desktop or out of it, as it goes (daas_broker/transfers/going.py). */
import { keyed, send } from '@/kernel/api'
import { backWithin } from '@/kernel/connection'
import { Refusal, UNREACHABLE } from '@/kernel/refusal'

/** In bytes; `total` is 0 until it is known. */
export interface Passed {
  readonly passed: number
  readonly total: number
}

/** Times that a broken line is waited for. Networks change when somebody walks through a building. */
const MOST_TRIES = 4
const PATIENCE_MS = 15_000

/**
 * What came of it; a refusal is thrown as anywhere. Taken back by `signal`, it stops there too. Where
 * the line breaks in the middle it is asked for again under its key: told what came of it, or begun
 * anew (HT6).
 */
export async function asItGoes<T>(
  path: string,
  body: object,
  tell: (passed: Passed) => void,
  signal: AbortSignal,
): Promise<T> {
  const headersOf = keyed()
  for (let tries = 1; ; tries += 1) {
    const request = new Request(new URL(path, location.origin), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/x-ndjson',
        ...headersOf(tries > 1),
      },
      signal,
    })
    const last = await lastOf(await send(request), tell, signal)
    if (last) {
      if (isRefused(last)) throw refusalIn(last)
      return last as T
    }
    signal.throwIfAborted()
    if (tries === MOST_TRIES || !(await backWithin(PATIENCE_MS))) break
  }
  throw new Refusal(UNREACHABLE, 0)
}

/** Null where the line broke before it. */
async function lastOf(
  response: Response,
  tell: (passed: Passed) => void,
  signal: AbortSignal,
): Promise<object | null> {
  try {
    for await (const line of linesOf(response)) {
      const said: object = JSON.parse(line)
      if (!isPassed(said)) return said
      tell(said)
    }
  } catch (error) {
    if (signal.aborted) throw error
  }
  return null
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

const isPassed = (said: object): said is Passed => 'passed' in said && 'total' in said

interface Refused {
  readonly code: string
  readonly status: number
  readonly request_id?: string
  readonly message?: string
}

const isRefused = (said: object): said is Refused => 'code' in said && 'status' in said

function refusalIn({ code, status, request_id, message: _, ...facts }: Refused): Refusal {
  return new Refusal(code, status, facts, request_id ?? null)
}
