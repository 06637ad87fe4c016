/** The pockets on this phone: whose they are, and what it takes to open them. */
import type { Bytes, Sealed } from './cipher'
import { asked, openDatabase, within } from './database'

export interface PinWay {
  readonly salt: Bytes
  readonly wrapped: Sealed
}

export interface PasskeyWay {
  readonly credential: Bytes
  readonly salt: Bytes
  readonly wrapped: Sealed
}

/** The server's share, kept under a key that this browser can use and not read, until `until`. */
export interface Lease {
  readonly key: CryptoKey
  readonly share: Sealed
  /** By this phone's clock, in ms. */
  readonly until: number
  /** Wrong PINs since the server was last asked. */
  readonly tries: number
}

export interface Registered {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly pin: PinWay | null
  readonly passkey: PasskeyWay | null
  readonly lease: Lease | null
  /** The latest time that this phone has shown: a clock that is put back ends the lease. */
  readonly seen: number
  /** Its person signed out: what was only read goes before it is shown again [FO13]. */
  readonly isSignedOut?: boolean
}

const DATABASE = 'onmaru-field'
const STORE = 'pockets'

async function using<T>(act: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase(DATABASE, STORE, 'id')
  try {
    return await act(database)
  } finally {
    database.close()
  }
}

export function listRegistered(): Promise<Registered[]> {
  return using(database => asked<Registered[]>(database, store => store.getAll()))
}

export async function findRegistered(id: string): Promise<Registered | null> {
  const found = await using(database =>
    asked<Registered | undefined>(database, store => store.get(id)),
  )
  return found ?? null
}

export async function register(pocket: Registered): Promise<void> {
  await using(database => within(database, 'readwrite', store => store.put(pocket)))
}

export async function unregister(id: string): Promise<void> {
  await using(database => within(database, 'readwrite', store => store.delete(id)))
}
