/**
 * The Hocuspocus client as npm has it, in rooms of ours; for tests/weboffice.
 *
 *   node tools/hocuspocus-client.mjs <socket> <origin> <text to write> <room>:<ticket> …
 *
 * The cookie of the sign-in that asked for the tickets is in COOKIE.
 *
 * All rooms share one socket. Writes one line of JSON: of each room what the client came to know.
 * With `--until-closed` it stays until its socket or a document was closed, and tells how; a second
 * ticket behind the first (`room:ticket:ticket`) is for when it comes back.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

const words = process.argv.slice(2).filter(word => word !== '--until-closed')
const staysUntilClosed = process.argv.includes('--until-closed')
const [path, origin, text, ...rooms] = words
const WAIT_MS = 20_000
// What a reader writes is never taken; so long one looks whether it was after all.
const READER_MS = 1_000

class UnixWebSocket extends WebSocket {
  constructor() {
    super(`ws+unix:${path}:/hp`, { origin, headers: { Cookie: process.env.COOKIE } })
  }
}

const closed = []
const complaints = []
console.error = (...words) => complaints.push(words.join(' '))
const websocketProvider = new HocuspocusProviderWebsocket({
  url: 'ws://localhost/hp',
  WebSocketPolyfill: UnixWebSocket,
  onClose: ({ event }) => closed.push([event.code, String(event.reason)]),
})

function until(holds, atMostMs = WAIT_MS) {
  const began = Date.now()
  return new Promise(resolve => {
    const look = () =>
      holds() || Date.now() - began > atMostMs ? resolve(holds()) : setTimeout(look, 20)
    look()
  })
}

async function enter(room, ...tickets) {
  const document = new Y.Doc()
  const told = { room, scope: '', refusal: '', entered: 0 }
  const provider = new HocuspocusProvider({
    websocketProvider,
    name: room,
    token: () => tickets.shift() ?? 'none-left',
    document,
    onAuthenticated: ({ scope }) => {
      told.scope = scope
      told.entered += 1
    },
    onAuthenticationFailed: ({ reason }) => {
      told.refusal = reason
    },
  })
  provider.setAwarenessField('user', { name: 'somebody else' })
  provider.attach()
  const isSynced = await until(() => told.refusal || (provider.isSynced && told.scope))
  if (!isSynced || told.refusal) return { told }
  const body = document.getXmlFragment('text')
  await until(() => body.length > 0)
  const paragraph = body.get(0)
  if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
  paragraph.get(0).insert(0, text)
  const atMostMs = told.scope === 'readonly' ? READER_MS : WAIT_MS
  const isSaved = await until(() => !provider.hasUnsyncedChanges, atMostMs)
  return { told, isSaved, text: body.toString() }
}

const found = []
for (const one of rooms) found.push(await enter(...one.split(':')))
if (staysUntilClosed) {
  process.stdout.write('ready\n')
  await until(() => closed.length > 0 || found.some(({ told }) => told.refusal))
  await until(() => found.every(({ told }) => told.refusal || told.entered > 1))
}
const plain = found.map(({ told, ...rest }) => ({ ...told, ...rest }))
process.stdout.write(`${JSON.stringify({ found: plain, complaints, closed })}\n`)
process.exit(0)
