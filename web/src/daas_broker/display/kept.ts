/**
 * What a viewer's page needs to come back to its desktop where the page itself is loaded anew while
 * the database is away (docs/decisions/0035). It lies in this browser until its time is over, its
 * desktop has ended or its person signs out; the key in it can be used here and copied nowhere.
 */
import type { components } from '@/generated/api'
import { beforeSignOut } from '@/kernel/farewell'
import type { Session } from '@/kernel/session'

export interface Kept {
  readonly desktop: string
  readonly given: components['schemas']['EntitlementView']
  readonly keys: CryptoKeyPair
  /** How far the server's clock is ahead of ours, in ms. */
  readonly ahead: number
  /** As whom and which desktop the page shows; no token of the session is in it. */
  readonly session: Session
  readonly view: components['schemas']['DesktopView']
}

const NAME = 'onmaru-desktop'
const STORE = 'kept'

export async function keep(kept: Kept): Promise<void> {
  await act('readwrite', store => store.put(kept))
}

/** Null where there is none, or its time is over: then it goes. */
export async function recall(desktop: string, now = Date.now()): Promise<Kept | null> {
  const found = await act<Kept | undefined>('readonly', store => store.get(desktop))
  if (!found) return null
  if (now + found.ahead < Date.parse(found.given.expires_at)) return found
  await forget(desktop)
  return null
}

export async function forget(desktop: string): Promise<void> {
  await act('readwrite', store => store.delete(desktop))
}

/** While somebody is signed in: what is another's or too old goes, and all of it at sign-out. */
export function tend(person: string): () => void {
  void sweep(person).catch(() => undefined)
  return beforeSignOut({
    loss: () => Promise.resolve(null),
    leave: async () => {
      await act('readwrite', store => store.clear()).catch(() => undefined)
    },
  })
}

async function sweep(person: string): Promise<void> {
  for (const kept of await act<Kept[]>('readonly', store => store.getAll()))
    if (kept.session.person.id !== person) await forget(kept.desktop)
    else await recall(kept.desktop)
}

async function act<T>(
  mode: IDBTransactionMode,
  does: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened()
  try {
    return await answer(does(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'desktop' })
  return answer(asked)
}

function answer<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}
