/**
 * Keys of a pocket. What lies on the phone is sealed under a key that no script can read (DEK); that
 * key is wrapped under one made of the person's secret and the server's share (KEK) [FO1] [FO9].
 */
export const ROUNDS = 600_000 // PBKDF2-HMAC-SHA256, OWASP 2023
const IV_BYTES = 12 // NIST SP 800-38D
const WRAPPING: AesKeyGenParams = { name: 'AES-GCM', length: 256 }

export type Bytes = Uint8Array<ArrayBuffer>

export interface Sealed {
  readonly iv: Bytes
  readonly sealed: ArrayBuffer
}

/** 32 bytes that only PIN or passkey can make again. */
export type Secret = Bytes

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length))
}

export async function stretchPin(pin: string, salt: Bytes): Promise<Secret> {
  const typed = new TextEncoder().encode(pin.normalize('NFKC'))
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256))
}

/** What the server is shown instead of the secret: 64 hex digits. */
export async function proofOf(secret: Secret): Promise<string> {
  const bits = await crypto.subtle.deriveBits(derivation('proof'), await source(secret), 256)
  return [...new Uint8Array(bits)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

export async function wrappingKey(secret: Secret, share: Bytes): Promise<CryptoKey> {
  const both = new Uint8Array([...secret, ...share])
  return crypto.subtle.deriveKey(derivation('wrapping'), await source(both), WRAPPING, false, [
    'wrapKey',
    'unwrapKey',
  ])
}

function source(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits', 'deriveKey'])
}

function derivation(use: string): HkdfParams {
  const info = new TextEncoder().encode(`onmaru field ${use}`)
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
}

/** A new key, wrapped; it is readable only until this returns. */
export async function newWrappedKey(wrapping: CryptoKey): Promise<Sealed> {
  const key = await crypto.subtle.generateKey(WRAPPING, true, ['encrypt', 'decrypt'])
  return wrap(key, wrapping)
}

/** The same key under another wrapping: another PIN, a passkey. */
export async function wrapAgain(
  wrapped: Sealed,
  before: CryptoKey,
  after: CryptoKey,
): Promise<Sealed> {
  return wrap(await unwrap(wrapped, before, true), after)
}

/** Throws OperationError where the wrapping key is another one. */
export function openKey(wrapped: Sealed, wrapping: CryptoKey): Promise<CryptoKey> {
  return unwrap(wrapped, wrapping, false)
}

async function wrap(key: CryptoKey, wrapping: CryptoKey): Promise<Sealed> {
  const iv = randomBytes(IV_BYTES)
  return { iv, sealed: await crypto.subtle.wrapKey('raw', key, wrapping, { name: 'AES-GCM', iv }) }
}

function unwrap({ iv, sealed }: Sealed, by: CryptoKey, isReadable: boolean): Promise<CryptoKey> {
  const how = { name: 'AES-GCM', iv }
  const uses: KeyUsage[] = ['encrypt', 'decrypt']
  return crypto.subtle.unwrapKey('raw', sealed, by, how, 'AES-GCM', isReadable, uses)
}

/** A key of this browser alone, which it can use and nobody can read. */
export function newBrowserKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey(WRAPPING, false, ['encrypt', 'decrypt'])
}

/** `name` is sealed with it: a record cannot be put in the place of another. */
export async function seal(key: CryptoKey, name: string, plain: Bytes): Promise<Sealed> {
  const iv = randomBytes(IV_BYTES)
  const how = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) }
  return { iv, sealed: await crypto.subtle.encrypt(how, key, plain) }
}

/** Throws OperationError where key or name is another one, or a bit was changed. */
export async function unseal(key: CryptoKey, name: string, from: Sealed): Promise<Bytes> {
  const how = { name: 'AES-GCM', iv: from.iv, additionalData: new TextEncoder().encode(name) }
  return new Uint8Array(await crypto.subtle.decrypt(how, key, from.sealed))
}

export async function sha256(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
}
