/**
 * A wallet of others' making: what is asked is read and answered by @openid4vc/openid4vp, the card
 * shown by @sd-jwt/sd-jwt-vc. `node tools/wallet.mjs LINK USER_NAME`
 * prints how it understood the request and what it was answered.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { digest, ES256 } from '@sd-jwt/crypto-nodejs'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { CompactEncrypt, exportJWK, importJWK, importX509, jwtVerify } from 'jose'

setGlobalConfig({ allowInsecureUrls: true }) // the workplace of a test is on this machine

const callbacks = {
  fetch,
  hash: (data, how) => createHash(how.replace('-', '')).update(data).digest(),
  async verifyJwt(signer, { compact }) {
    if (signer.method !== 'x5c') return { verified: false }
    const key = await importX509(
      new X509Certificate(Buffer.from(signer.x5c[0], 'base64')).toString(),
      'ES256',
    )
    await jwtVerify(compact, key)
    return { verified: true, signerJwk: await exportJWK(key) }
  },
  getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
  async encryptJwe({ publicJwk, alg, enc }, data) {
    const jwe = await new CompactEncrypt(new TextEncoder().encode(data))
      .setProtectedHeader({ alg, enc, kid: publicJwk.kid })
      .encrypt(await importJWK(publicJwk, alg))
    return { jwe, encryptionJwk: publicJwk }
  },
  decryptJwe: () => ({ decrypted: false }),
  signJwt() {
    throw new Error('nothing else is signed')
  },
}

const [link, userName] = process.argv.slice(2)
const client = new Openid4vpClient({ callbacks })
const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link })
const asked = await client.resolveOpenId4vpAuthorizationRequest({
  authorizationRequestPayload: parsed.params,
})
const request = asked.authorizationRequestPayload
const [card] = asked.dcql.query.credentials
const presented = await presentation(card)
const answer = {
  authorizationRequestPayload: request,
  authorizationResponsePayload: { vp_token: { [card.id]: [presented] } },
  jarm: {
    encryption: { nonce: 'wallet' },
    serverMetadata: {
      authorization_signing_alg_values_supported: [],
      authorization_encryption_alg_values_supported: ['ECDH-ES'],
      authorization_encryption_enc_values_supported: ['A256GCM'],
    },
  },
}
const made = await client.createOpenid4vpAuthorizationResponse(answer)
const { response } = await client.submitOpenid4vpAuthorizationResponse({
  authorizationRequestPayload: request,
  authorizationResponsePayload: made.authorizationResponsePayload,
  jarm: made.jarm,
})
process.stdout.write(
  JSON.stringify({
    version: asked.version, // 100 where all of the request is as 1.0 has it
    by: asked.client.prefix,
    status: response.status,
    body: await response.json(),
  }),
)

async function presentation({ claims }) {
  const { publicKey, privateKey } = await ES256.generateKeyPair()
  const { kty, crv, x, y } = publicKey
  const issued = await fetch(new URL('/api/demo/cards', link), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(link).origin },
    body: JSON.stringify({ user_name: userName, key: { kty, crv, x, y } }),
  })
  const held = new SDJwtVcInstance({
    hasher: digest,
    hashAlg: 'sha-256',
    kbSigner: await ES256.getSigner(privateKey),
    kbSignAlg: 'ES256',
  })
  const shown = Object.fromEntries(claims.map(({ path }) => [path[0], true]))
  const payload = {
    iat: Math.floor(Date.now() / 1000),
    aud: request.client_id,
    nonce: request.nonce,
  }
  return await held.present((await issued.json()).card, shown, { kb: { payload } })
}
