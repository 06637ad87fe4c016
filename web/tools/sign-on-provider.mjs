/**
 * An OpenID provider (oidc-provider) for tests: `node sign-on-provider.mjs RETURN…` says where it listens.
 * Anybody is who they say they are; `methods` says how they proved it, words with spaces between.
 */
import http from 'node:http'
import Provider from 'oidc-provider'

const returns = process.argv.slice(2)
const server = http.createServer()
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'onmaru',
      client_secret: 'a secret of the tests',
      redirect_uris: returns,
      post_logout_redirect_uris: returns.map(address => new URL('/sign-in', address).href),
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['of the tests'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (_, name) => ({
    accountId: name,
    claims: () => ({ sub: name, preferred_username: name }),
  }),
  loadExistingGrant: async context => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  },
})
const page = uid => `<!doctype html><html lang="ko"><meta charset="utf-8"><title>통합인증</title>
<h1>한빛부 통합인증</h1><form method="post" action="/interaction/${uid}">
<label>아이디 <input name="name"></label><label>인증 방법 <input name="methods" value="pwd"></label>
<button>로그인</button></form></html>`

async function said(request) {
  let body = ''
  for await (const part of request) body += part
  return new URLSearchParams(body)
}

const answer = provider.callback()
server.on('request', async (request, response) => {
  const uid = /^\/interaction\/([\w-]+)$/.exec(request.url)?.[1]
  if (!uid) return answer(request, response)
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return response.end(page(uid))
  }
  const form = await said(request)
  const login = {
    accountId: form.get('name'),
    amr: form.get('methods').split(' ').filter(Boolean),
  }
  await provider.interactionFinished(request, response, { login })
})
process.stdout.write(`${issuer}\n`)
