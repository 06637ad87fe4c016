/**
 * The shell's service worker: it keeps the pages of /field for when there is no line. A new release
 * takes over only while no pocket is open and nobody is about to open one, in whatever page of this
 * phone: no sheet is cut off, and no PIN.
 */
import { type Store, store } from '@/kernel/store'
import { watchSigns } from './signs'

const SCRIPT = '/field-worker.js'
const SCOPE = '/field'
const OPEN_LOCK = 'onmaru-field-open'
const LOOK_MS = 30 * 60_000
const AGAIN_MS = 5_000
export const QUIET_MS = 30_000 // of somebody who was about to open a pocket

/** A release waits until the pocket is locked. */
export const isReleaseWaiting: Store<boolean> = store(false)

let registered: Promise<void> | null = null

export function keepShell(): Promise<void> {
  registered ??= register()
  return registered
}

async function register(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const registration = await navigator.serviceWorker
    .register(address(), { scope: SCOPE, updateViaCache: 'none' })
    .catch(() => null) // without it the app works as long as there is a line
  if (registration === null) return
  void navigator.serviceWorker.ready.then(keepWhatCame)
  const look = () => void offer(registration)
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', look),
  )
  look()
  setInterval(() => void registration.update().then(look, () => undefined), LOOK_MS)
}

/** Fonts and what else this page fetched before the worker was there. */
function keepWhatCame({ active }: ServiceWorkerRegistration): void {
  const fetched = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  active?.postMessage({ keep: fetched })
}

/** The browser reads it anew on each page: the manifest is for these pages alone. */
export function offerInstall(): void {
  if (document.querySelector('link[rel=manifest]')) return
  const link = document.createElement('link')
  link.rel = 'manifest'
  link.href = '/field.webmanifest'
  document.head.append(link)
}

/** The edge demands Trusted Types; this script is ours by its address. */
function address(): string {
  const { trustedTypes } = globalThis as unknown as {
    trustedTypes?: {
      createPolicy(name: string, rules: object): { createScriptURL(url: string): string }
    }
  }
  if (!trustedTypes) return SCRIPT
  const policy = trustedTypes.createPolicy('onmaru-field', { createScriptURL: () => SCRIPT })
  return policy.createScriptURL(SCRIPT)
}

let isOffering = false

async function offer(registration: ServiceWorkerRegistration): Promise<void> {
  if (!registration.waiting || !registration.active || isOffering) return
  isReleaseWaiting.set(true)
  isOffering = true
  await whenFree(async () => {
    // Another window was first: what it took is here, and this page is still the one before.
    if (!registration.waiting) return location.reload()
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    })
    registration.waiting.postMessage('take over')
    await new Promise(() => undefined) // until the page is loaded anew
  })
}

/** It does not wait in the lock's line: whoever opens a pocket meanwhile would wait behind it, and
 * be cut off as soon as it is this one's turn. */
export async function whenFree(act: () => Promise<void>): Promise<void> {
  const isDone = await navigator.locks.request(OPEN_LOCK, { ifAvailable: true }, async lock => {
    const isNow = lock !== null && isField()
    if (isNow) await act()
    return isNow
  })
  if (isDone) return
  await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
  await whenFree(act)
}

/** The gate leads to the page of the sign-in, where somebody types as well. */
const isField = () => location.pathname.startsWith(SCOPE)

/** Held from a sign of somebody until they were quiet for a while; returns how it ends. */
export function holdWhileUsed(): () => void {
  let end: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const quiet = () => {
    clearTimeout(timer)
    end?.()
    end = null
  }
  const unsign = watchSigns(() => {
    end ??= holdRelease()
    clearTimeout(timer)
    timer = setTimeout(quiet, QUIET_MS)
  })
  return () => {
    unsign()
    quiet()
  }
}

/** Held while a pocket is open; returns how it ends. */
export function holdRelease(): () => void {
  let end: () => void = () => undefined
  const ended = new Promise<void>(resolve => {
    end = resolve
  })
  void navigator.locks.request(OPEN_LOCK, { mode: 'shared' }, () => ended)
  return () => end()
}

interface Install extends Event {
  prompt(): Promise<unknown>
}

/** Set where the browser offers to put the app on the home screen. */
export const installing: Store<Install | null> = store<Install | null>(null)

addEventListener('beforeinstallprompt', event => {
  event.preventDefault()
  installing.set(event as Install)
})
addEventListener('appinstalled', () => installing.set(null))
