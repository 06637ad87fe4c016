/**
 * The suite as a phone meets it: perhaps not there, perhaps another's page in its place. Whether it
 * is ours is told by its header; `navigator.onLine` is never asked.
 */
import type { components } from '@/generated/api'
import { absence } from '@/kernel/activity'
import { csrfToken } from '@/kernel/session'

export type Receipt = components['schemas']['ReceiptBody']
export type ParcelProgress = components['schemas']['ParcelBody']
export type OwnHeldWorks = components['schemas']['OwnHeldWorksBody']
export type SentBackWorks = components['schemas']['SentBackWorksBody']
export type PocketLine = components['schemas']['PocketBody']
export type OpenedPocket = components['schemas']['OpenedPocketBody']

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly tookMs: number }
  /** Nobody answers, or somebody else does: the same again later. */
  | { readonly kind: 'away'; readonly waitMs?: number }
  /** Nobody is signed in. */
  | { readonly kind: 'stranger' }
  /** The pocket was revoked: it is removed from the phone. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly code: string; readonly facts: Record<string, unknown> }

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly bytes?: Blob
  readonly patienceMs?: number
}

const OURS = 'X-Onmaru-Zone'
const PATIENCE_MS = 30_000
const PASSES = new Set([408, 425, 429])
const FULL = 507 // somebody has to make room: that is told, and tried again when asked

export async function ask<T>(path: string, wish: Asked = {}): Promise<Answer<T>> {
  const began = performance.now()
  const response = await reach(path, wish)
  const tookMs = performance.now() - began
  if (!response?.headers.get(OURS)) return { kind: 'away' }
  const told = await response.json().catch(() => null)
  if (response.ok) {
    return told === null && response.status !== 204
      ? { kind: 'away' }
      : { kind: 'ok', value: told as T, tookMs }
  }
  return refusalOf(response, told)
}

async function reach(path: string, wish: Asked): Promise<Response | null> {
  const token = csrfToken()
  const headers = new Headers({ ...absence(), ...(token && { 'X-Onmaru-CSRF': token }) })
  if (wish.body !== undefined) headers.set('Content-Type', 'application/json')
  if (wish.bytes) headers.set('Content-Type', 'application/octet-stream')
  const { method = 'GET', patienceMs = PATIENCE_MS } = wish
  const signal = AbortSignal.timeout(patienceMs)
  const body = wish.bytes ?? (wish.body === undefined ? null : JSON.stringify(wish.body))
  try {
    return await fetch(path, { method, headers, signal, body, cache: 'no-store' })
  } catch {
    return null
  }
}

function refusalOf(response: Response, told: unknown): Answer<never> {
  const { status } = response
  const { code = 'refused', ...facts } = (told ?? {}) as { code?: string }
  if (status === 410) return { kind: 'gone' }
  if (status === 401) return { kind: 'stranger' }
  // The session changed under this page: it asks anew who is there, and then it goes.
  if (code === 'csrf_mismatch') return { kind: 'stranger' }
  if ((status >= 500 && status !== FULL) || PASSES.has(status)) {
    const wait = Number(response.headers.get('Retry-After'))
    return wait > 0 ? { kind: 'away', waitMs: wait * 1000 } : { kind: 'away' }
  }
  return { kind: 'refused', code, facts }
}
