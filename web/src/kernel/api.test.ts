import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patiently, send } from './api'
import { connection, isToldElsewhere } from './connection'
import { UNREACHABLE } from './refusal'
import { type Session, session } from './session'

const ORIGIN = location.origin
const SESSION = { csrf: 'token-1', zone: 'work' } as Session
const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

type Answer = (request: Request) => Response | Promise<Response>
let answers: Answer[]
let sent: Request[]

/** The network: each request takes the next answer; the last one stays. */
function network(...planned: Answer[]) {
  answers = planned
}

beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = new Request(
      new URL(String(input instanceof Request ? input.url : input), ORIGIN),
      {
        ...(input instanceof Request ? input : {}),
        ...init,
        ...(input instanceof Request ? { method: input.method, headers: input.headers } : {}),
      },
    )
    sent.push(request)
    const next = answers.length > 1 ? answers.shift() : answers[0]
    if (!next) throw new Error('no answer planned')
    return next(request)
  })
  vi.useFakeTimers()
  session.set(SESSION)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const get = () => send(new Request(`${ORIGIN}/api/people`))
const post = () => send(new Request(`${ORIGIN}/api/people`, { method: 'POST' }))
const offline: Answer = () => Promise.reject(new TypeError('Failed to fetch'))

describe('a request', () => {
  it('carries the token only when it changes something', async () => {
    network(() => json(200, {}))
    await get()
    await post()
    expect(sent.map(request => request.headers.get('X-Onmaru-CSRF'))).toEqual([null, 'token-1'])
  })

  it('becomes a refusal with its facts and its id', async () => {
    network(() => json(409, { code: 'name_taken', message: 'x', request_id: 'r1', name: '계획' }))
    await expect(get()).rejects.toMatchObject({
      code: 'name_taken',
      status: 409,
      requestId: 'r1',
      facts: { name: '계획' },
    })
  })

  it('from a page whose token is old is sent once more with the new one', async () => {
    network(
      () => json(403, { code: 'csrf_mismatch' }),
      () => json(200, { ...SESSION, csrf: 'token-2' }),
      () => json(200, {}),
    )
    await post()
    expect(sent.at(-1)?.headers.get('X-Onmaru-CSRF')).toBe('token-2')
  })

  it('of somebody whose session ended leads to sign-in', async () => {
    network(() => json(401, { code: 'not_signed_in' }))
    await expect(get()).rejects.toMatchObject({ status: 401 })
    expect(session.get()).toBeNull()
  })

  it('with a wrong password does not end the session of this page', async () => {
    network(() => json(401, { code: 'sign_in_refused', attempts_left: 4 }))
    await expect(post()).rejects.toMatchObject({ code: 'sign_in_refused' })
    expect(session.get()).toBe(SESSION)
  })
})

describe('while the suite is away', () => {
  it('reading waits, says so, and goes on by itself', async () => {
    network(
      offline,
      offline,
      () => json(200, {}),
      () => json(200, { people: [] }),
    )
    const reading = get()
    await vi.advanceTimersByTimeAsync(1)
    expect(connection.get()).toBe('retrying')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await (await reading).json()).toEqual({ people: [] })
    expect(connection.get()).toBe('up')
  })

  it('a write whose answer was lost is told again under its key, and only once', async () => {
    network(
      offline,
      () => json(200, SESSION),
      () => json(201, { id: 'n1' }),
    )
    const writing = post()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await (await writing).json()).toEqual({ id: 'n1' })
    const told = sent.filter(request => request.method === 'POST')
    expect(told.map(request => request.headers.get('X-Onmaru-Again'))).toEqual([null, '1'])
    const keys = new Set(told.map(request => request.headers.get('Idempotency-Key')))
    expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    network(
      offline,
      () => json(200, SESSION),
      offline,
      () => json(200, SESSION),
    )
    const lost = post().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await lost).toMatchObject({ code: UNREACHABLE })
    expect(sent.filter(request => request.method === 'POST')).toHaveLength(4)
    expect(new Set(sent.map(request => request.headers.get('Idempotency-Key'))).size).toBe(3)
  })

  it('a write that the edge could not pass on is told again too', async () => {
    const away = () =>
      new Response('{"code":"unavailable"}', {
        status: 503,
        headers: { 'Content-Type': 'application/json', 'Retry-After': '2' },
      })
    network(
      away,
      () => json(200, SESSION),
      () => json(201, { id: 'n1' }),
    )
    const writing = post()
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await writing).status).toBe(201)
  })

  it('a stranger, whose key nobody remembers, tells nothing twice', async () => {
    session.set(null)
    network(offline, () => json(401, { code: 'not_signed_in' }))
    await expect(post()).rejects.toMatchObject({ code: UNREACHABLE })
    expect(sent[0]?.headers.get('Idempotency-Key')).toBeNull()
    await vi.advanceTimersByTimeAsync(5_000)
  })

  it('a write that cannot be told within a moment is refused', async () => {
    network(offline)
    const writing = post().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await writing).toMatchObject({ code: UNREACHABLE })
    expect(sent.filter(request => request.method === 'POST')).toHaveLength(1)
    network(() => json(200, SESSION))
    await vi.advanceTimersByTimeAsync(10_000)
  })

  it('what the suite refuses for now is not told again by itself', async () => {
    network(() => json(503, { code: 'directory_away' }))
    await expect(post()).rejects.toMatchObject({ code: 'directory_away' })
    expect(sent.filter(request => request.method === 'POST')).toHaveLength(1)
    network(() => json(200, SESSION))
    await vi.advanceTimersByTimeAsync(10_000)
  })

  it('a screen that works without a connection does not wait for one', async () => {
    isToldElsewhere.set(true)
    network(offline, () => json(200, SESSION))
    await expect(post()).rejects.toMatchObject({ code: UNREACHABLE })
    isToldElsewhere.set(false)
    await vi.advanceTimersByTimeAsync(10_000)
  })

  it('what may be written twice is, once the connection is back', async () => {
    network(offline, () => json(200, {}))
    const writing = patiently(post)
    await vi.advanceTimersByTimeAsync(5_000)
    await writing
    expect(sent.filter(request => request.method === 'POST')).toHaveLength(2)
  })

  it('what stays refused while the rest answers is refused in the end', async () => {
    network(request =>
      request.url.endsWith('/api/session')
        ? json(200, SESSION)
        : json(503, { code: 'unavailable', request_id: 'r2' }),
    )
    const reading = get().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await reading).toMatchObject({ code: 'unavailable' })
  })

  it('one thing that is away is no lost connection, after which all would be asked anew', async () => {
    network(() => json(503, { code: 'file_door_closed', request_id: 'r2' }))
    await expect(get()).rejects.toMatchObject({ code: 'file_door_closed' })
    expect([sent.length, connection.get()]).toEqual([1, 'up'])
  })
})
