/** Passkeys: the browser's side of WebAuthn, in the JSON forms of Level 3 (§5.1.8–10). */

type Json = Record<string, unknown>

export function passkeysWork(): boolean {
  return typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function'
}

/** Proves a key; `null` when the person thought better of it. */
export async function provePasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  )
  return answered(navigator.credentials.get({ publicKey }))
}

/** Makes a key; `null` when the person thought better of it. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  )
  return answered(navigator.credentials.create({ publicKey }))
}

async function answered(asking: Promise<Credential | null>): Promise<Json | null> {
  try {
    const credential = (await asking) as PublicKeyCredential | null
    return credential === null ? null : (credential.toJSON() as unknown as Json)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return null
    throw error
  }
}
