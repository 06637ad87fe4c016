/**
 * The service worker of /field. `RELEASE` and `SHELL` are written before it by tools/field-shell.ts.
 * It serves the field app's pages from one release, whole, with or without a line, and lets
 * everything else pass: what the server says is never kept here.
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
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep))
})

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
