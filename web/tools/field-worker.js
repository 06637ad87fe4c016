/**
 * The service worker of /field. `RELEASE` and `SHELL` are written before it by tools/field-shell.ts.
 * It serves the field app's pages from one release, whole, with or without a line, and lets
 * everything else pass: what the server says is never kept here. It also ends a session that somebody
 * left without a line; see src/mobile_admin/pocket/leaving/later.ts.
 */
const CACHE = `onmaru-field-${RELEASE}`
const APP = /^\/field(\/?$|\/(map|queue)$|\/(paper|target|visit)\/[\w-]+$)/
// By an address of the field: the edge's policy for these pages comes with it, and is kept with it.
const PAGE = '/field/'

self.addEventListener('install', event => {
  event.waitUntil(fill())
})

async function fill() {
  const cache = await caches.open(CACHE)
  await cache.addAll([PAGE, ...SHELL].map(path => new Request(path, { cache: 'reload' })))
}

self.addEventListener('activate', event => {
  event.waitUntil(begin())
})

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith('onmaru-field-') && name !== CACHE) await caches.delete(name)
  }
  await self.clients.claim()
}

self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting()
  if (event.data === 'leave') event.waitUntil(leave().catch(() => undefined))
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep))
})

// The browser says when there is a line, and again later where this fails.
self.addEventListener('sync', event => {
  if (event.tag === 'leave') event.waitUntil(leave())
})

/**
 * Ends the session that was left, and no other: by its mark it is told from one that was begun here
 * since, with which the suite has ended it already [FO14]. Rejects where the suite does not answer.
 */
async function leave() {
  const kept = await caches.open('onmaru-leaving')
  const left = await (await kept.match('/left'))?.text()
  if (!left) return
  const headers = { 'X-Onmaru-Absent': '1' } // nobody is at it
  const found = await ours('/api/session', { headers, cache: 'no-store' }, [401])
  const csrf = found.ok ? (await found.json()).csrf : null
  if (csrf !== null && (await markOf(csrf)) === left) {
    const stale = [401, 403] // it has ended meanwhile, or another one has begun
    await ours('/api/sign-out', { method: 'POST', headers: { 'X-Onmaru-CSRF': csrf } }, stale)
  }
  await kept.delete('/left')
  for (const page of await self.clients.matchAll()) page.postMessage('left')
}

async function ours(path, wish, expected) {
  const answer = await fetch(path, wish)
  const isOurs = answer.headers.has('X-Onmaru-Zone')
  if (isOurs && (answer.ok || expected.includes(answer.status))) return answer
  throw new Error(`${path}: not now`)
}

async function markOf(csrf) {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(csrf))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

/** What the first page had fetched before there was a worker: fonts, mostly. */
async function keep(paths) {
  const cache = await caches.open(CACHE)
  for (const path of paths.filter(each => /^\/assets\/[\w.-]+$/.test(each))) {
    if (!(await cache.match(path))) await cache.add(path).catch(() => undefined)
  }
}

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (APP.test(pathname)) event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/') || SHELL.includes(pathname)) {
    event.respondWith(file(request, pathname))
  }
})

async function page(request) {
  const cache = await caches.open(CACHE)
  return (await cache.match(PAGE)) ?? fetch(request)
}

async function file(request, pathname) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(pathname)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.status === 200) await cache.put(pathname, answer.clone())
  return answer
}
