import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'

const OURS = { 'X-Onmaru-Zone': 'work' }

async function markOf(csrf: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(csrf))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

/** What the worker asks when it is woken, and what it keeps afterwards. */
async function woken(
  left: string,
  session: () => Response,
): Promise<{ asked: string[]; kept: string[] }> {
  const kept = new Map([['/left', await markOf(left)]])
  const asked: string[] = []
  const on = new Map<string, (event: object) => void>()
  const self = {
    addEventListener: (name: string, act: (event: object) => void) => on.set(name, act),
    clients: { matchAll: async () => [] },
  }
  const cache = {
    match: async (name: string) => (kept.has(name) ? new Response(kept.get(name)) : undefined),
    delete: async (name: string) => kept.delete(name),
  }
  const fetch = async (path: string, wish: { headers: Record<string, string> }) => {
    asked.push(`${path} ${wish.headers['X-Onmaru-CSRF'] ?? ''}`.trim())
    return path === '/api/session' ? session() : new Response(null, { status: 204, headers: OURS })
  }
  const script = readFileSync(join(import.meta.dirname, 'field-worker.js'), 'utf8')
  const caches = { open: async () => cache }
  const given = { self, caches, fetch, crypto, TextEncoder, Uint8Array, btoa, URL, Request, Error }
  runInNewContext(`const RELEASE = '', SHELL = []\n${script}`, given)
  let done: Promise<void> = Promise.resolve()
  const waitUntil = (promise: Promise<void>) => {
    done = promise
  }
  on.get('sync')?.({ tag: 'leave', waitUntil })
  await done.catch(() => undefined)
  return { asked, kept: [...kept.keys()] }
}

const signedIn = (csrf: string) => () => Response.json({ csrf }, { headers: OURS })

it('[FO14] ends the session that was left, and forgets it', async () => {
  expect(await woken('a', signedIn('a'))).toEqual({
    asked: ['/api/session', '/api/sign-out a'],
    kept: [],
  })
})

it('[FO14] leaves alone the session that somebody began since', async () => {
  expect(await woken('a', signedIn('b'))).toEqual({ asked: ['/api/session'], kept: [] })
})

it('[FO14] forgets it where nobody is signed in any more', async () => {
  const stranger = () => new Response('{}', { status: 401, headers: OURS })
  expect(await woken('a', stranger)).toEqual({ asked: ['/api/session'], kept: [] })
})

it('[FO14] keeps it while nobody or somebody else answers', async () => {
  const nobody = () => {
    throw new TypeError('no line')
  }
  const portal = () => Response.json({ csrf: 'a' })
  for (const answer of [nobody, portal])
    expect(await woken('a', answer)).toEqual({ asked: ['/api/session'], kept: ['/left'] })
})
