/**
 * Whether the suite answers. One probe asks for everybody; who waits goes on when it is answered,
 * so that a hundred waiting queries do not become a hundred retries.
 */
import { absence } from './activity'
import { store } from './store'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000

export type Connection = 'up' | 'retrying'

export const connection = store<Connection>('up')

/** A screen that works without a connection says itself how it is: no banner over it. */
export const isToldElsewhere = store(false)

let probing: Promise<void> | null = null

/** Says that a request failed to reach the suite, and resolves when the suite answers again. */
export function connectionLost(): Promise<void> {
  connection.set('retrying')
  probing ??= probe().finally(() => {
    probing = null
    connection.set('up')
  })
  return probing
}

/** Whether the suite answers again within that time. A screen that works without a connection does
 * not wait for one. */
export function backWithin(ms: number): Promise<boolean> {
  if (isToldElsewhere.get()) return Promise.resolve(false)
  return Promise.race([connectionLost().then(() => true), pause(ms).then(() => false)])
}

async function probe(): Promise<void> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    await pause(wait * (0.5 + Math.random() / 2))
    if (await answers()) return
  }
}

async function answers(): Promise<boolean> {
  try {
    const { status } = await fetch('/api/session', { cache: 'no-store', headers: absence() })
    return status < 500
  } catch {
    return false
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    addEventListener('online', done)
  })
}
