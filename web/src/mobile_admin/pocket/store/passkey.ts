/** A passkey of this phone that makes 32 bytes again and again (WebAuthn level 3, PRF extension). */
import { type Bytes, randomBytes, type Secret } from './cipher'

const USER_BYTES = 16
const ALGORITHMS: PublicKeyCredentialParameters[] = [
  { type: 'public-key', alg: -7 },
  { type: 'public-key', alg: -257 },
]

export interface MadePasskey {
  readonly credential: Bytes
  readonly salt: Bytes
  readonly secret: Secret
}

export function passkeysMayWork(): boolean {
  return typeof globalThis.PublicKeyCredential === 'function'
}

/** Null where the person thought better of it or the phone cannot do it. */
export async function makePasskeySecret(name: string): Promise<MadePasskey | null> {
  const salt = randomBytes(32)
  const made = await answered(
    navigator.credentials.create({
      publicKey: {
        rp: { name: '온마루', id: location.hostname },
        user: { id: randomBytes(USER_BYTES), name, displayName: name },
        challenge: randomBytes(32),
        pubKeyCredParams: ALGORITHMS,
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        extensions: { prf: {} },
      },
    }),
  )
  if (made === null) return null
  const credential = new Uint8Array(made.rawId)
  const secret = await passkeySecret(credential, salt)
  return secret && { credential, salt, secret }
}

export async function passkeySecret(credential: Bytes, salt: Bytes): Promise<Secret | null> {
  const proved = await answered(
    navigator.credentials.get({
      publicKey: {
        rpId: location.hostname,
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id: credential }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const first = proved?.getClientExtensionResults().prf?.results?.first
  if (first === undefined) return null
  return ArrayBuffer.isView(first) ? null : new Uint8Array(first)
}

async function answered(asking: Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await asking) as PublicKeyCredential | null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
