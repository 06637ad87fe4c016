/**
 * The right to come back to one's desktop while the database is away: asked for beforehand, shown
 * with a signature of this page's own key, whose private half no script can read.
 */
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

type Given = components['schemas']['EntitlementView']

/** What of it outlives the page, where somewhere keeps it. */
export interface Held {
  readonly given: Given
  readonly keys: CryptoKeyPair
  readonly ahead: number
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const HASH = { name: 'ECDSA', hash: 'SHA-256' } as const
const SAID = 'onmaru.desktop.continuity'

export class Entitlement {
  private given: Given | null = null
  private keys: Promise<CryptoKeyPair> | null = null
  private asked = 0
  /** How far the server's clock is ahead of ours, in ms. */
  private ahead = 0

  constructor(
    private readonly desktop: string,
    private readonly origin = location.origin,
    private readonly now = Date.now,
  ) {}

  get held(): Promise<Held> | null {
    const { given, keys, ahead } = this
    return given && keys ? keys.then(pair => ({ given, keys: pair, ahead })) : null
  }

  /** Of the page that was here before. */
  takeUp({ given, keys, ahead }: Held): void {
    this.given = given
    this.keys = Promise.resolve(keys)
    this.ahead = ahead
  }

  /** Asks for it where there is none, or it was asked for long ago; what fails is asked again. */
  async renew(isDue = false): Promise<void> {
    if (!crypto.subtle) return // a page that is not secure has no keys
    const since = this.now() - this.asked
    if (this.given && !isDue && since < this.given.renew_seconds * 1_000) return
    this.asked = this.now()
    this.keys ??= crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
    const { publicKey } = await this.keys
    const device = coded(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)))
    const params = { path: { desktop_id: this.desktop } }
    const given = await ask(
      api.POST('/api/desktops/{desktop_id}/entitlements', { params, body: { device } }),
    )
    this.ahead = Date.parse(given.issued_at) - this.now()
    this.given = given
  }

  /** In place of a ticket, once; null where none was promised or its time is over. */
  async word(): Promise<string | null> {
    const at = Math.round(this.now() + this.ahead)
    const { given, keys } = this
    if (!given || !keys || at >= Date.parse(given.expires_at)) return null
    const { privateKey } = await keys
    const said = [SAID, given.entitlement, String(at), this.origin].join('\n')
    const proof = await crypto.subtle.sign(HASH, privateKey, new TextEncoder().encode(said))
    return `${given.mark}${given.entitlement}.${at}.${coded(new Uint8Array(proof))}`
  }
}

/** base64url without padding: fit for Sec-WebSocket-Protocol. */
export function coded(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
