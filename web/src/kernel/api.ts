/**
 * The suite over HTTP, typed by its OpenAPI description.
 *
 *   const files = await ask(api.GET('/api/drive/nodes/{node_id}', { params: { path: { node_id } } }))
 *
 * A refusal is thrown as `Refusal`. Reading waits out a lost connection. A write whose answer was
 * lost, because the browser's network changed just then, is told again at once under the key that
 * makes twice once; one that cannot be told within a moment is refused.
 */
import createClient from 'openapi-fetch'
import type { paths } from '@/generated/api'
import { absence } from './activity'
import { backWithin, connectionLost } from './connection'
import { Refusal, refusalOf, UNREACHABLE } from './refusal'
import { csrfToken, refreshSession, sessionEnded } from './session'

const CSRF_HEADER = 'X-Onmaru-CSRF'
const KEY_HEADER = 'Idempotency-Key'
const AGAIN_HEADER = 'X-Onmaru-Again'
const SAFE = new Set(['GET', 'HEAD'])
const AWAY = 503
const MOST_TRIES = 4
const MOMENT_MS = 2_000

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', fetch: send })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Takes the data out of an answer, or throws its refusal. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data } = await answer
  return data as T
}

/** For a write that may be done twice: where the connection broke, once more when it is back. */
export async function patiently<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Refusal && error.passes)) throw error
    await connectionLost()
    return write()
  }
}

/**
 * As `fetch`, for paths that the description cannot type (streams, uploads): CSRF, patience and
 * refusals are the same.
 */
export async function send(request: Request): Promise<Response> {
  if (!SAFE.has(request.method) && csrfToken() && !request.headers.has(KEY_HEADER))
    request.headers.set(KEY_HEADER, newKey())
  for (let tries = 1; ; tries += 1) {
    const response = await attempt(withToken(request.clone()))
    if (response?.ok) return response
    const refusal = response ? await refusalOf(response) : new Refusal(UNREACHABLE, 0)
    if (await mayRepeat(request, refusal, tries)) continue
    if (!isHeard(response) && (await mayTellAgain(request, tries))) continue
    throw refusal
  }
}

/** Headers of a write whose answer may break off in the middle, at each time it is told. */
export function keyed(): (isAgain: boolean) => Record<string, string> {
  const key = newKey()
  return isAgain => ({ [KEY_HEADER]: key, ...(isAgain && { [AGAIN_HEADER]: '1' }) })
}

async function attempt(request: Request): Promise<Response | null> {
  try {
    return await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    return null
  }
}

function withToken(request: Request): Request {
  const token = csrfToken()
  for (const [name, value] of Object.entries(absence())) request.headers.set(name, value)
  if (token && !SAFE.has(request.method)) request.headers.set(CSRF_HEADER, token)
  return request
}

async function mayRepeat(request: Request, refusal: Refusal, tries: number): Promise<boolean> {
  if (refusal.status === 401 && refusal.code === 'not_signed_in') sessionEnded()
  if (refusal.code === 'csrf_mismatch' && tries === 1) {
    await refreshSession()
    return true
  }
  if (!refusal.isOfAll) return false
  const restored = connectionLost()
  if (!SAFE.has(request.method) || tries >= MOST_TRIES) return false
  await restored
  return !request.signal.aborted
}

/** Whether the suite itself answered, and not the edge for it. */
function isHeard(response: Response | null): boolean {
  return response !== null && !(response.status === AWAY && response.headers.has('Retry-After'))
}

async function mayTellAgain(request: Request, tries: number): Promise<boolean> {
  const isKeyed = request.headers.has(KEY_HEADER)
  if (!isKeyed || tries > 1 || !(await backWithin(MOMENT_MS))) return false
  request.headers.set(AGAIN_HEADER, '1')
  return !request.signal.aborted
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
