/**
 * A wallet for demonstrations, whose cards anybody gets: reads a signed request, shows a card with
 * its key's proof and posts that encrypted (OpenID for Verifiable Presentations 1.0, RFC 9901).
 */
import {
  base64url,
  CompactEncrypt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  importX509,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { api, ask } from '@/kernel/api'
import { Refusal } from '@/kernel/refusal'

const SIGNED_WITH = 'ES256'

export interface Request {
  readonly verifier: string
  readonly nonce: string
  readonly state: string
  readonly answerTo: string
  readonly card: string
  readonly claims: readonly string[]
  readonly key: JWK
  readonly encryption: string
}

/** What the address of this page asks to be fetched; null where it asks nothing. */
export function askedBy(search: string): { client: string; from: string } | null {
  const said = new URLSearchParams(search)
  const client = said.get('client_id')
  const from = said.get('request_uri')
  // Its own workplace is the only one that this wallet knows.
  return client && from && new URL(from, location.origin).origin === location.origin
    ? { client, from }
    : null
}

/** Refused where it is over, or was not signed by the one whom the code named. */
export async function readRequest(client: string, from: string): Promise<Request> {
  const answer = await fetch(from, { cache: 'no-store' })
  if (!answer.ok) throw new Refusal('mobile_id_over', answer.status)
  const signed = await answer.text()
  const first = decodeProtectedHeader(signed).x5c?.[0]
  if (first === undefined || client !== `x509_hash:${await hashOf(bytesOf(first))}`) {
    throw new Refusal('mobile_id_stranger', 400)
  }
  const pem = `-----BEGIN CERTIFICATE-----\n${first}\n-----END CERTIFICATE-----`
  const { payload } = await jwtVerify(signed, await importX509(pem, SIGNED_WITH))
  return requestOf(payload as Record<string, never>, client)
}

// biome-ignore lint/suspicious/noExplicitAny: signed, and of a shape that the standard gives
function requestOf(said: any, client: string): Request {
  const [card] = said.dcql_query.credentials
  const [key] = said.client_metadata.jwks.keys
  return {
    verifier: client,
    nonce: said.nonce,
    state: said.state,
    answerTo: said.response_uri,
    card: card.id,
    claims: card.claims.map((one: { path: string[] }) => one.path[0]),
    key,
    encryption: said.client_metadata.encrypted_response_enc_values_supported[0],
  }
}

/** Where the person goes back to, if they came in on this very device. */
export async function show(request: Request, user_name: string): Promise<string | null> {
  const presented = await presentation(request, user_name)
  const said = { vp_token: { [request.card]: [presented] }, state: request.state }
  const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(said)))
    .setProtectedHeader({
      alg: String(request.key.alg),
      enc: request.encryption,
      kid: String(request.key.kid),
    })
    .encrypt(await importJWK(request.key, request.key.alg))
  return (await post(request, { response: sealed })).redirect_uri ?? null
}

export async function decline(request: Request): Promise<void> {
  await post(request, { error: 'access_denied', state: request.state })
}

/** A fresh card for a fresh key; of what it may disclose, what is asked for. */
async function presentation(request: Request, user_name: string): Promise<string> {
  const own = await generateKeyPair(SIGNED_WITH)
  const { kty, crv, x, y } = await exportJWK(own.publicKey)
  const key = { kty, crv, x, y } as { kty: 'EC'; crv: 'P-256'; x: string; y: string }
  const { card } = await ask(api.POST('/api/demo/cards', { body: { user_name, key } }))
  const [signed = '', ...all] = card.split('~').slice(0, -1)
  const shown = `${[signed, ...all.filter(one => request.claims.includes(claimOf(one)))].join('~')}~`
  const proof = await new SignJWT({ nonce: request.nonce, sd_hash: await hashOf(ascii(shown)) })
    .setProtectedHeader({ alg: SIGNED_WITH, typ: 'kb+jwt' })
    .setAudience(request.verifier)
    .setIssuedAt()
    .sign(own.privateKey)
  return shown + proof
}

async function post(request: Request, form: Record<string, string>) {
  const answer = await fetch(request.answerTo, { method: 'POST', body: new URLSearchParams(form) })
  if (answer.ok) return (await answer.json()) as { redirect_uri?: string }
  throw new Refusal(answer.status === 404 ? 'mobile_id_over' : 'mobile_id_refused', answer.status)
}

function claimOf(disclosure: string): string {
  const [, name] = JSON.parse(new TextDecoder().decode(base64url.decode(disclosure)))
  return String(name)
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

const ascii = (text: string) => new TextEncoder().encode(text)

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
