/** IndexedDB as promises. A write has come back only when it is on the disk (durability: strict). */
import { Refusal } from '@/kernel/refusal'

export type Mode = 'readonly' | 'readwrite'

export function openDatabase(
  name: string,
  store: string,
  keyPath: string | string[],
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath })
    asked.onsuccess = () => {
      // Another page removes the database: it must not wait for this one.
      asked.result.onversionchange = () => asked.result.close()
      resolve(asked.result)
    }
    asked.onerror = () => reject(asked.error)
  })
}

export async function within<T>(
  database: IDBDatabase,
  mode: Mode,
  act: (store: IDBObjectStore) => T,
): Promise<T> {
  const [name] = database.objectStoreNames
  if (name === undefined) throw new Error('a database without a store')
  const transaction = database.transaction(name, mode, { durability: 'strict' })
  const answer = act(transaction.objectStore(name))
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(told(transaction.error))
  })
  return answer
}

/** A full phone is something that its person can do something about. */
export function told(error: DOMException | null): unknown {
  return error?.name === 'QuotaExceededError' ? new Refusal('phone_full', 507) : error
}

export async function asked<T>(
  database: IDBDatabase,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return (await within(database, 'readonly', ask)).result
}

export function removeDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = indexedDB.deleteDatabase(name)
    gone.onsuccess = () => resolve()
    gone.onerror = () => reject(gone.error)
  })
}
