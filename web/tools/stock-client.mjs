/**
 * The y-websocket client as npm has it, in a room of ours; for tests/weboffice.
 *
 *   node tools/stock-client.mjs <socket> <room> <ticket> <origin> <subprotocol> <text to write>
 *
 * The cookie of the sign-in that asked for the ticket is in COOKIE.
 *
 * Writes one line of JSON: whether it was synced, the text it then has, what it complained of.
 */
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const [path, room, ticket, origin, protocol, text] = process.argv.slice(2)

class UnixWebSocket extends WebSocket {
  constructor(_url, protocols) {
    super(`ws+unix:${path}:/y/${room}`, protocols, {
      origin,
      headers: { Cookie: process.env.COOKIE },
    })
  }
}

const complaints = []
console.error = (...words) => complaints.push(words.join(' '))

const doc = new Y.Doc()
const provider = new WebsocketProvider('ws://localhost/y', room, doc, {
  WebSocketPolyfill: UnixWebSocket,
  protocols: [protocol, `onmaru.ticket.${ticket}`],
  disableBc: true,
})
provider.awareness.setLocalStateField('user', { name: 'somebody else' })

const body = doc.getXmlFragment('text')
const isSynced = await Promise.race([
  new Promise(resolve => provider.once('sync', resolve)),
  new Promise(resolve => setTimeout(() => resolve(false), 8000)),
])
if (isSynced) {
  const paragraph = body.get(0)
  if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
  paragraph.get(0).insert(0, text)
}
await new Promise(resolve => setTimeout(resolve, 1500))
const names = [...provider.awareness.getStates().values()].map(state => state.user?.name)
process.stdout.write(`${JSON.stringify({ isSynced, text: body.toString(), names, complaints })}\n`)
provider.destroy()
process.exit(0)
