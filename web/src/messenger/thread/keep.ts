/** What must outlive a reload: unsent messages and drafts, in the browser's database. */
import type { Unsent } from './outbox'

const NAME = 'onmaru-messenger'
const VERSION = 1

let opening: Promise<IDBDatabase | null> | null = null

/** `null` where the browser keeps nothing (a private window): then memory has to do. */
function database(): Promise<IDBDatabase | null> {
  opening ??= new Promise(resolve => {
    if (!('indexedDB' in globalThis)) return resolve(null)
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('unsent', { keyPath: 'clientId' })
      request.result.createObjectStore('drafts')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(null)
    request.onblocked = () => resolve(null)
  })
  return opening
}

async function run<T>(
  store: 'unsent' | 'drafts',
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const found = await database()
  if (!found) return undefined
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(store, mode)
    const request = act(transaction.objectStore(store))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}

export async function unsentOf(sender: string): Promise<readonly Unsent[]> {
  const all = await run('unsent', 'readonly', store => store.getAll() as IDBRequest<Unsent[]>)
  return (all ?? []).filter(unsent => unsent.sender === sender)
}

/** Resolves when it is durable. */
export async function keepUnsent(unsent: Unsent): Promise<void> {
  await run('unsent', 'readwrite', store => store.put(unsent))
}

export async function dropUnsent(clientId: string): Promise<void> {
  await run('unsent', 'readwrite', store => store.delete(clientId))
}

export async function draftsOf(person: string): Promise<ReadonlyMap<string, string>> {
  const prefix = `${person}:`
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
  const keys = await run('drafts', 'readonly', store => store.getAllKeys(range))
  const texts = await run(
    'drafts',
    'readonly',
    store => store.getAll(range) as IDBRequest<string[]>,
  )
  return new Map(
    (keys ?? []).map((key, at) => [String(key).slice(prefix.length), texts?.[at] ?? '']),
  )
}

export async function keepDraft(person: string, room: string, text: string): Promise<void> {
  const key = `${person}:${room}`
  await run<unknown>(
    'drafts',
    'readwrite',
    store => (text === '' ? store.delete(key) : store.put(text, key)) as IDBRequest<unknown>,
  )
}
