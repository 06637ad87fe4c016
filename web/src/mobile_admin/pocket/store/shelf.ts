/**
 * What one person has on this phone: sealed records in IndexedDB. Names and kinds stand open and say
 * nothing (ids are random); all else is sealed, each record under its own name [FO9].
 */
import { type Bytes, type Sealed, seal, unseal } from './cipher'
import { asked, openDatabase, removeDatabase, within } from './database'

/**
 * `card` what was fetched for the day, `draft` a sheet being filled in, `earlier` answers that were
 * sent back, `file` and `blob` what is
 * known of a photo and its bytes, `form` what is asked and `medium` the files that it names, `op` what is to be told, `paper` what is left at a door, `parcel` a photo to be sent, `sent` what
 * was told, `fact` single values.
 */
export type Kind =
  | 'blob'
  | 'card'
  | 'draft'
  | 'earlier'
  | 'fact'
  | 'file'
  | 'form'
  | 'medium'
  | 'op'
  | 'paper'
  | 'parcel'
  | 'sent'
  | 'visit'

export type Change =
  | { readonly kind: Kind; readonly id: string; readonly value: unknown }
  | { readonly kind: 'blob'; readonly id: string; readonly bytes: Bytes }
  | { readonly kind: Kind; readonly id: string; readonly gone: true }

interface Row extends Sealed {
  readonly kind: Kind
  readonly id: string
}

export interface Shelf {
  read<T>(kind: Kind, id: string): Promise<T | null>
  /** In the order of their ids; only those that begin with `prefix`. */
  list<T>(kind: Kind, prefix?: string): Promise<T[]>
  bytes(id: string): Promise<Bytes | null>
  /** Of all that are of that kind, without opening one. */
  ids(kind: Kind): Promise<string[]>
  /** All of it or nothing; durable when it comes back. */
  write(changes: readonly Change[]): Promise<void>
  close(): void
}

type Key = [Kind, string]

const STORE = 'records'
const LAST = '\uffff'

export async function openShelf(pocket: string, key: CryptoKey): Promise<Shelf> {
  const database = await openDatabase(nameOf(pocket), STORE, ['kind', 'id'])
  const open = async (row: Row) => unseal(key, called(pocket, row), row)
  const read = async (kind: Kind, id: string) => {
    const row: Row | undefined = await asked(database, store => store.get([kind, id]))
    return row ? open(row) : null
  }
  return {
    async read<T>(kind: Kind, id: string) {
      const plain = await read(kind, id)
      return plain ? asValue<T>(plain) : null
    },
    async list<T>(kind: Kind, prefix = '') {
      const range = IDBKeyRange.bound([kind, prefix], [kind, prefix + LAST])
      const rows: Row[] = await asked(database, store => store.getAll(range))
      const plain = await Promise.all(rows.map(open))
      return plain.map(asValue<T>)
    },
    bytes: id => read('blob', id),
    async ids(kind) {
      const range = IDBKeyRange.bound([kind, ''], [kind, LAST])
      const keys = await asked(database, store => store.getAllKeys(range))
      return keys.map(key => (key as Key)[1])
    },
    async write(changes) {
      // Sealed first: a transaction ends by itself while something else is waited for.
      const rows = await Promise.all(changes.map(change => sealed(pocket, key, change)))
      await within(database, 'readwrite', store => {
        for (const [at, row] of rows.entries()) {
          const { kind, id } = changes[at] as Change
          if (row) store.put(row)
          else store.delete([kind, id])
        }
      })
    },
    close: () => database.close(),
  }
}

/**
 * All records but single values go, unless one is of `kinds`: that can be told without a key.
 * False where it can not.
 */
export async function emptyWithout(pocket: string, kinds: readonly Kind[]): Promise<boolean> {
  const database = await openDatabase(nameOf(pocket), STORE, ['kind', 'id'])
  try {
    const keys = (await asked(database, store => store.getAllKeys())) as Key[]
    if (keys.some(([kind]) => kinds.includes(kind))) return false
    await within(database, 'readwrite', store => {
      for (const key of keys) if (key[0] !== 'fact') store.delete(key)
    })
    return true
  } finally {
    database.close()
  }
}

export function removeShelf(pocket: string): Promise<void> {
  return removeDatabase(nameOf(pocket))
}

function nameOf(pocket: string): string {
  return `onmaru-field-${pocket}`
}

function called(pocket: string, { kind, id }: { kind: Kind; id: string }): string {
  return JSON.stringify([pocket, kind, id])
}

async function sealed(pocket: string, key: CryptoKey, change: Change): Promise<Row | null> {
  if ('gone' in change) return null
  const { kind, id } = change
  const plain = 'bytes' in change ? change.bytes : asBytes(change.value)
  return { kind, id, ...(await seal(key, called(pocket, change), plain)) }
}

function asBytes(value: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(value))
}

function asValue<T>(plain: Bytes): T {
  return JSON.parse(new TextDecoder().decode(plain)) as T
}
