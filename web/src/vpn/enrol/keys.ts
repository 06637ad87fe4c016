/** A tunnel's keys, made in this browser. The private half is never sent [VP1]. */

export interface TunnelKeys {
  /** 32 bytes in base64, as WireGuard writes them. */
  readonly publicKey: string
  readonly privateKey: string
  /** Shared with the gateway alone [VP13]. */
  readonly presharedKey: string
}

/** A PKCS #8 of X25519 ends in the 32 bytes of the key (RFC 8410 §7). */
const KEY_BYTES = 32

/** False over plain HTTP and in browsers without X25519 (before Chrome 133, Safari 17). */
export async function keysWork(): Promise<boolean> {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return false
  return makeKeys().then(
    () => true,
    () => false,
  )
}

export async function makeKeys(): Promise<TunnelKeys> {
  const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, true, [
    'deriveBits',
  ])) as CryptoKeyPair
  const [open, secret] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  return {
    publicKey: base64(new Uint8Array(open)),
    privateKey: base64(new Uint8Array(secret).slice(-KEY_BYTES)),
    presharedKey: base64(crypto.getRandomValues(new Uint8Array(KEY_BYTES))),
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** The profile as the WireGuard app reads it: what the server wrote, and our own keys. */
export function withKeys(profile: string, keys: TunnelKeys): string {
  return profile
    .replace('[Interface]\n', `[Interface]\nPrivateKey = ${keys.privateKey}\n`)
    .replace('[Peer]\n', `[Peer]\nPresharedKey = ${keys.presharedKey}\n`)
}

/** `abcd-efgh-jkmn` from what stands behind the # of the address. */
export function codeOf(hash: string): string {
  return decodeURIComponent(hash.replace(/^#/, '')).trim()
}
