/**
 * Signing out without a line: the service worker ends the session as soon as the suite answers, with
 * or without a page [FO14]. What is kept until then is a hash of the session's CSRF token: it opens
 * nothing, and tells this session from one that somebody else has begun here meanwhile.
 */
import { refreshSession, session } from '@/kernel/session'

/** Beside the pockets, which are wiped; the names are the worker's as well. */
const NAME = 'onmaru-leaving'
const CURRENT = '/current'
const LEFT = '/left'
const TAG = 'leave'
const SCOPE = '/field'
/** A browser says that there is a line a moment before it carries anything. */
const CARRIES_MS = 2_000

interface Marked {
  readonly person: string
  readonly mark: string
}

/** So that a page which is opened without a line knows which session it would end. */
export function noteSession(): () => void {
  const note = () => void noted().catch(() => undefined)
  note()
  return session.follow(note)
}

async function noted(): Promise<void> {
  const current = session.get()
  // What is only assumed without a line has no token, and what was noted before still holds.
  if (current === 'unknown' || current?.csrf === '') return
  const kept = await caches.open(NAME)
  if (current === null) return void (await kept.delete(CURRENT))
  const marked: Marked = { person: current.person.id, mark: await markOf(current.csrf) }
  await kept.put(CURRENT, new Response(JSON.stringify(marked)))
}

/** Said before the suite is: whatever happens to this page, it will be done. */
export async function leaveLater(person: string): Promise<void> {
  await noted()
  const kept = await caches.open(NAME)
  const found: Marked | undefined = await (await kept.match(CURRENT))?.json()
  if (found?.person !== person) return // there is no session of theirs in this browser
  await kept.put(LEFT, new Response(found.mark))
  const worker: Waking | undefined = await navigator.serviceWorker.getRegistration(SCOPE)
  await worker?.sync?.register(TAG).catch(() => undefined) // where there is none, a page says when
}

/** The worker is told to try whenever there may be a line; pages hear that it is done. */
export function watchLeaving(): () => void {
  const { serviceWorker } = navigator
  if (!serviceWorker) return () => undefined
  const tell = () => void serviceWorker.ready.then(({ active }) => active?.postMessage(TAG))
  const heard = ({ data }: MessageEvent) => {
    if (data === 'left') void refreshSession().catch(() => undefined)
  }
  let again: ReturnType<typeof setTimeout> | undefined
  const back = () => {
    tell()
    clearTimeout(again)
    again = setTimeout(tell, CARRIES_MS)
  }
  const timer = setInterval(tell, 30_000)
  addEventListener('online', back)
  document.addEventListener('visibilitychange', tell)
  serviceWorker.addEventListener('message', heard)
  serviceWorker.startMessages()
  tell()
  return () => {
    clearInterval(timer)
    clearTimeout(again)
    removeEventListener('online', back)
    document.removeEventListener('visibilitychange', tell)
    serviceWorker.removeEventListener('message', heard)
  }
}

async function markOf(csrf: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(csrf))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

interface Waking extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> }
}
