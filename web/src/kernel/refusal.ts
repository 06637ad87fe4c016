/** What the suite says no with: a stable code, facts to show, and the id under which it is logged. */

export type Facts = Readonly<Record<string, unknown>>

/** Codes that no server sends: the request did not reach one, or what came back was not ours. */
export const UNREACHABLE = 'unreachable'
export const UNEXPECTED = 'unexpected'
/** What is said where nothing of the suite answers, by itself or for it. */
const OF_ALL = new Set([UNREACHABLE, UNEXPECTED, 'unavailable', 'database_away'])

export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly code: string,
    readonly status: number,
    readonly facts: Facts = {},
    readonly requestId: string | null = null,
  ) {
    super(`${status} ${code}`)
  }

  /** The same request may succeed later without anybody changing anything. */
  get passes(): boolean {
    return this.code === UNREACHABLE || (this.status >= 502 && this.status <= 504)
  }

  /** The suite is away, and not one thing that it needs: a desktop, a directory. */
  get isOfAll(): boolean {
    return this.passes && OF_ALL.has(this.code)
  }
}

/** Makes a refusal of a reply that is not a success; the body may come from a proxy, not from us. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const { code, message: _, request_id, ...facts } = await bodyOf(response)
  return new Refusal(
    typeof code === 'string' ? code : UNEXPECTED,
    response.status,
    facts,
    typeof request_id === 'string' ? request_id : response.headers.get('X-Request-Id'),
  )
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get('Content-Type')?.includes('application/json')) return {}
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

/** What browsers say of a request, or of a part of the page, that did not come: a TypeError too. */
const BROKEN_LINE = /fetch|network|load/i

/** Anything thrown, as a refusal: what is not one is a bug of ours or a broken connection. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const isAway = error instanceof TypeError && BROKEN_LINE.test(error.message)
  return new Refusal(isAway ? UNREACHABLE : UNEXPECTED, 0, { detail: String(error) })
}
