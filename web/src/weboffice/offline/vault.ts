/**
 * What this browser could not send yet, in IndexedDB, encrypted with AES-256-GCM under a key that the
 * server gives with each entrance and that is never written down here. A record is one document's
 * whole state as one open page had it.
 */
const DATABASE = 'onmaru-office'
const KEPT = 'kept'
const IV_BYTES = 12 // NIST SP 800-38D

export interface Place {
  readonly person: string
  readonly document: string
}

export interface Kept {
  /** The Y.Doc's client id: two windows of one document keep beside each other. */
  readonly client: number
  readonly generation: number
  /** When the first of it was written that is nowhere else, in ms. */
  readonly since: number
  readonly state: Uint8Array
}

interface Sealed extends Place {
  readonly client: number
  readonly generation: number
  readonly since: number
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

/** One document's records. */
export interface Vault {
  put(kept: Kept): Promise<void>
  /** `closed` were kept under another key: nobody can read them any more. */
  read(): Promise<{ readonly kept: readonly Kept[]; readonly closed: number }>
  remove(clients?: readonly number[]): Promise<void>
}

export async function openVault(place: Place, key: string): Promise<Vault> {
  const raw = Uint8Array.from(atob(key), letter => letter.charCodeAt(0))
  const cipher = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return {
    async put(kept) {
      const sealed = await seal(cipher, place, kept)
      await within('readwrite', store => store.put(sealed))
    },
    async read() {
      const found: Sealed[] = await within('readonly', store => store.getAll(rangeOf(place)))
      const opened = await Promise.all(found.map(each => open(cipher, each)))
      const kept = opened.filter(each => each !== null)
      return { kept, closed: found.length - kept.length }
    },
    async remove(clients) {
      const { person, document } = place
      const ranges = clients?.map(client => IDBKeyRange.only([person, document, client]))
      for (const range of ranges ?? [rangeOf(place)]) {
        await within('readwrite', store => store.delete(range))
      }
    },
  }
}

/** The documents of which this person has something here, and since when. */
export async function listKept(person: string): Promise<ReadonlyMap<string, number>> {
  const range = IDBKeyRange.bound([person], [person, []])
  const found: Sealed[] = await within('readonly', store => store.getAll(range))
  const since = new Map<string, number>()
  for (const each of found) {
    since.set(each.document, Math.min(each.since, since.get(each.document) ?? each.since))
  }
  return since
}

/** All that this person has here, or only of one document. */
export async function removeKept(person: string, document?: string): Promise<void> {
  const from = document === undefined ? [person] : [person, document]
  await within('readwrite', store => store.delete(IDBKeyRange.bound(from, [...from, []])))
}

/** What anybody left here before `moment` and nobody has come back for. */
export async function removeOlder(moment: number): Promise<void> {
  const found: Sealed[] = await within('readonly', store => store.getAll())
  for (const { person, document, client, since } of found) {
    if (since < moment) {
      await within('readwrite', store => store.delete([person, document, client]))
    }
  }
}

function rangeOf({ person, document }: Place): IDBKeyRange {
  return IDBKeyRange.bound([person, document], [person, document, []])
}

/** What stands open beside the letters is sealed with them: it cannot be exchanged. */
function named({ person, document, client, generation, since }: Omit<Sealed, 'iv' | 'sealed'>) {
  const words = JSON.stringify([person, document, client, generation, since])
  return new TextEncoder().encode(words)
}

async function seal(cipher: CryptoKey, place: Place, kept: Kept): Promise<Sealed> {
  const { state, ...open } = kept
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const how = { name: 'AES-GCM', iv, additionalData: named({ ...place, ...open }) }
  const sealed = await crypto.subtle.encrypt(how, cipher, state as Uint8Array<ArrayBuffer>)
  return { ...place, ...open, iv, sealed }
}

async function open(cipher: CryptoKey, found: Sealed): Promise<Kept | null> {
  const { client, generation, since, iv, sealed } = found
  const how = { name: 'AES-GCM', iv, additionalData: named(found) }
  try {
    const state = new Uint8Array(await crypto.subtle.decrypt(how, cipher, sealed))
    return { client, generation, since, state }
  } catch (error) {
    if (error instanceof DOMException) return null // counted by who asked
    throw error
  }
}

async function within<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase()
  try {
    const transaction = database.transaction(KEPT, mode)
    const answer = act(transaction.objectStore(KEPT))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    return answer.result
  } finally {
    database.close()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1)
    asked.onupgradeneeded = () =>
      asked.result.createObjectStore(KEPT, { keyPath: ['person', 'document', 'client'] })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}
