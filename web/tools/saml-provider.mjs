/**
 * A SAML provider (samlp) for tests: `node saml-provider.mjs KEY CERTIFICATE [sign]` says where it listens.
 * Anybody is who they say they are; `context` says how they proved it; `sign` is assertion, response or both.
 */
import { readFileSync } from 'node:fs'
import http from 'node:http'
import samlp from 'samlp'

const [key, cert] = process.argv.slice(2, 4).map(file => readFileSync(file, 'utf8'))
const sign = process.argv[4] ?? 'assertion'
const server = http.createServer()
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
const page = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>통합인증</title>
<h1>한빛부 통합인증</h1><form method="post">
<label>아이디 <input name="name"></label><label>인증 방법 <input name="context" value="${password}"></label>
<button>로그인</button></form></html>`
const left = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>통합인증</title>
<h1>한빛부 통합인증에서 로그아웃했습니다</h1>`

async function said(request) {
  let body = ''
  for await (const part of request) body += part
  return new URLSearchParams(body)
}

/** What samlp asks of Express. */
function dressed(request, response, address) {
  request.query = Object.fromEntries(address.searchParams)
  request.body = {}
  response.set = (name, value) => response.setHeader(name, value)
  response.send = body => response.end(body)
}

function claimsOf(user) {
  return {
    getClaims: () => ({ employee: user.name }),
    getNameIdentifier: () => ({ nameIdentifier: user.name }),
  }
}

server.on('request', async (request, response) => {
  const address = new URL(request.url, issuer)
  dressed(request, response, address)
  response.setHeader('content-type', 'text/html; charset=utf-8')
  if (address.pathname === '/out') return response.end(left)
  if (request.method === 'GET') return response.end(page)
  const form = await said(request)
  samlp.parseRequest(request, {}, (error, asked) => {
    if (error) return response.end(String(error))
    const door = asked.assertionConsumerServiceURL
    const answer = samlp.auth({
      issuer,
      key,
      cert,
      destination: door,
      recipient: door,
      inResponseTo: asked.id,
      authnContextClassRef: form.get('context'),
      signAssertion: sign !== 'response',
      signResponse: sign !== 'assertion',
      lifetimeInSeconds: 300,
      getUserFromRequest: () => ({ name: form.get('name') }),
      profileMapper: claimsOf,
      getPostURL: (_audience, _request, _asked, tell) => tell(null, door),
    })
    answer(request, response, fault => response.end(String(fault)))
  })
})
process.stdout.write(`${issuer}\n`)
