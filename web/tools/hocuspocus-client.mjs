/**
 * The Hocuspocus client as npm has it, in rooms of ours; for tests/weboffice.
 *
 *   node tools/hocuspocus-client.mjs <socket> <origin> <text to write> <room>:<ticket> …
 *
 * All rooms share one socket. Writes one line of JSON: of each room what the client came to know.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

const [path, origin, text, ...rooms] = process.argv.slice(2)
const WAIT_MS = 8_000

class UnixWebSocket extends WebSocket {
  constructor() {
    super(`ws+unix:${path}:/hp`, { origin })
  }
}

const complaints = []
console.error = (...words) => complaints.push(words.join(' '))
const websocketProvider = new HocuspocusProviderWebsocket({
  url: 'ws://localhost/hp',
  WebSocketPolyfill: UnixWebSocket,
})

function until(holds) {
  const began = Date.now()
  return new Promise(resolve => {
    const look = () =>
      holds() || Date.now() - began > WAIT_MS ? resolve(holds()) : setTimeout(look, 20)
    look()
  })
}

async function enter(room, ticket) {
  const document = new Y.Doc()
  const told = { room, scope: '', refusal: '' }
  const provider = new HocuspocusProvider({
    websocketProvider,
    name: room,
    token: ticket,
    document,
    onAuthenticated: ({ scope }) => {
      told.scope = scope
    },
    onAuthenticationFailed: ({ reason }) => {
      told.refusal = reason
    },
  })
  provider.setAwarenessField('user', { name: 'somebody else' })
  provider.attach()
  const isSynced = await until(() => told.refusal || (provider.isSynced && told.scope))
  if (!isSynced || told.refusal) return told
  const body = document.getXmlFragment('text')
  await until(() => body.length > 0)
  const paragraph = body.get(0)
  if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
  paragraph.get(0).insert(0, text)
  const isSaved = await until(() => !provider.hasUnsyncedChanges)
  return { ...told, isSaved, text: body.toString() }
}

const found = []
for (const one of rooms) found.push(await enter(...one.split(':')))
process.stdout.write(`${JSON.stringify({ found, complaints })}\n`)
process.exit(0)
