/**
 * Making, opening and changing a pocket. With a line the server is asked each time, and counts wrong
 * PINs; without one its share may be used for a day from when it was given, ten PINs long [FO1].
 */
import type { Answer, OpenedPocket } from '../sync/wire'
import {
  type Bytes,
  fromBase64,
  newBrowserKey,
  newWrappedKey,
  openKey,
  proofOf,
  randomBytes,
  type Sealed,
  type Secret,
  seal,
  stretchPin,
  unseal,
  wrapAgain,
  wrappingKey,
} from './cipher'
import { freshId } from './ids'
import { type Lease, type Registered, register, unregister } from './registry'
import { removeShelf } from './shelf'

export const MOST_TRIES = 10
const SALT_BYTES = 32
const CLOCK_SLACK_MS = 5 * 60_000

export type WayName = 'pin' | 'passkey'

/** Where the server's share comes from. */
export interface Desk {
  make(id: string, name: string, proof: string): Promise<Answer<OpenedPocket>>
  open(id: string, way: WayName, proof: string): Promise<Answer<OpenedPocket>>
  addPasskey(id: string, pinProof: string, proof: string): Promise<Answer<OpenedPocket>>
}

export type Opening =
  | { readonly kind: 'open'; readonly pocket: Registered; readonly key: CryptoKey }
  | { readonly kind: 'wrong'; readonly left: number }
  /** The server counted ten wrong PINs. */
  | { readonly kind: 'shut' }
  /** Nobody answers, and the share may not be used any longer. */
  | { readonly kind: 'no_lease' }
  /** Signed in is nobody, or somebody else, and the share may not be used any longer. */
  | { readonly kind: 'sign_in' }
  /** It was revoked, and is no longer on this phone. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly code: string }

export async function makePocket(
  desk: Desk,
  whose: { readonly person: string; readonly name: string; readonly phone: string },
  pin: string,
  now: number = Date.now(),
): Promise<Opening> {
  const id = freshId()
  const salt = randomBytes(SALT_BYTES)
  const secret = await stretchPin(pin, salt)
  const answer = await desk.make(id, whose.phone, await proofOf(secret))
  if (answer.kind !== 'ok') return failed(answer)
  const share = fromBase64(answer.value.share)
  const wrapping = await wrappingKey(secret, share)
  const wrapped = await newWrappedKey(wrapping)
  const pocket: Registered = {
    id,
    person: whose.person,
    name: whose.name,
    pin: { salt, wrapped },
    passkey: null,
    lease: await leased(answer.value, share, id, now),
    seen: now,
  }
  await register(pocket)
  return { kind: 'open', pocket, key: await openKey(wrapped, wrapping) }
}

export async function openByPin(
  desk: Desk,
  pocket: Registered,
  pin: string,
  now: number = Date.now(),
): Promise<Opening> {
  if (pocket.pin === null) return { kind: 'refused', code: 'way_missing' }
  const secret = await stretchPin(pin, pocket.pin.salt)
  return open(desk, pocket, { way: 'pin', secret, wrapped: pocket.pin.wrapped }, now)
}

export async function openByPasskey(
  desk: Desk,
  pocket: Registered,
  secret: Secret,
  now: number = Date.now(),
): Promise<Opening> {
  if (pocket.passkey === null) return { kind: 'refused', code: 'way_missing' }
  const { wrapped } = pocket.passkey
  return open(desk, pocket, { way: 'passkey', secret, wrapped }, now)
}

interface Attempt {
  readonly way: WayName
  readonly secret: Secret
  readonly wrapped: Sealed
}

async function open(
  desk: Desk,
  pocket: Registered,
  attempt: Attempt,
  now: number,
): Promise<Opening> {
  const answer = await desk.open(pocket.id, attempt.way, await proofOf(attempt.secret))
  if (answer.kind === 'ok') {
    const share = fromBase64(answer.value.share)
    const lease = await leased(answer.value, share, pocket.id, now)
    return unlocked({ ...pocket, lease, seen: now }, attempt, share)
  }
  if (answer.kind === 'gone') {
    await wipe(pocket.id)
    return failed(answer)
  }
  const isUnasked = answer.kind === 'away' || answer.kind === 'stranger' || isForeign(answer)
  if (!isUnasked) return failed(answer)
  const offline = await openLeased(pocket, attempt, now)
  return offline.kind === 'no_lease' && answer.kind !== 'away' ? { kind: 'sign_in' } : offline
}

/** Somebody else is signed in on this phone: to them there is no such pocket. */
function isForeign(answer: Answer<unknown>): boolean {
  return answer.kind === 'refused' && answer.code === 'not_found'
}

async function openLeased(pocket: Registered, attempt: Attempt, now: number): Promise<Opening> {
  const lease = pocket.lease
  if (lease === null || !isUsable(pocket, now)) {
    await register({ ...pocket, lease: null, seen: Math.max(pocket.seen, now) })
    return { kind: 'no_lease' }
  }
  const share = await unseal(lease.key, pocket.id, lease.share)
  const found = await unlocked({ ...pocket, seen: Math.max(pocket.seen, now) }, attempt, share)
  if (found.kind === 'open' || attempt.way !== 'pin') return found
  const tries = lease.tries + 1
  await register({ ...pocket, lease: tries < MOST_TRIES ? { ...lease, tries } : null })
  return tries < MOST_TRIES ? { kind: 'wrong', left: MOST_TRIES - tries } : { kind: 'no_lease' }
}

export function isUsable({ lease, seen }: Registered, now: number): boolean {
  return lease !== null && now < lease.until && now > seen - CLOCK_SLACK_MS
}

async function unlocked(
  pocket: Registered,
  { secret, wrapped }: Attempt,
  share: Bytes,
): Promise<Opening> {
  let key: CryptoKey
  try {
    key = await openKey(wrapped, await wrappingKey(secret, share))
  } catch (error) {
    if (isOtherKey(error)) return { kind: 'wrong', left: 0 }
    throw error
  }
  const lease = pocket.lease && { ...pocket.lease, tries: 0 }
  const found = { ...pocket, lease }
  await register(found)
  return { kind: 'open', pocket: found, key }
}

function isOtherKey(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'OperationError'
}

/** By the phone's clock: the server says when it ends by its own. */
async function leased(opened: OpenedPocket, share: Bytes, id: string, now: number): Promise<Lease> {
  const key = await newBrowserKey()
  const lasts = Date.parse(opened.until) - Date.parse(opened.now)
  return { key, share: await seal(key, id, share), until: now + lasts, tries: 0 }
}

/** Beside the PIN, which is asked for once more. */
export async function addPasskey(
  desk: Desk,
  pocket: Registered,
  pin: string,
  made: { readonly credential: Bytes; readonly salt: Bytes; readonly secret: Secret },
): Promise<Opening> {
  if (pocket.pin === null) return { kind: 'refused', code: 'way_missing' }
  const secret = await stretchPin(pin, pocket.pin.salt)
  const answer = await desk.addPasskey(pocket.id, await proofOf(secret), await proofOf(made.secret))
  if (answer.kind !== 'ok') return failed(answer)
  const share = fromBase64(answer.value.share)
  const before = await wrappingKey(secret, share)
  const after = await wrappingKey(made.secret, share)
  const wrapped = await wrapAgain(pocket.pin.wrapped, before, after)
  const found: Registered = {
    ...pocket,
    passkey: { credential: made.credential, salt: made.salt, wrapped },
  }
  await register(found)
  return { kind: 'open', pocket: found, key: await openKey(pocket.pin.wrapped, before) }
}

/** Nothing of it is left on this phone. */
export async function wipe(id: string): Promise<void> {
  await unregister(id)
  await removeShelf(id)
}

function failed(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Opening {
  if (answer.kind === 'gone') return { kind: 'gone' }
  if (answer.kind === 'stranger') return { kind: 'sign_in' }
  if (answer.kind === 'away') return { kind: 'no_lease' }
  if (answer.code === 'wrong_pin') return { kind: 'wrong', left: Number(answer.facts.left ?? 0) }
  if (answer.code === 'pocket_shut') return { kind: 'shut' }
  return { kind: 'refused', code: answer.code }
}
