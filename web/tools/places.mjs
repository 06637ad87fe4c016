// What Yjs itself finds at places that the server made; and how a browser names the same places
// once it has written before them. {update, places} in, {found, update, places} out, base64.
import { text } from 'node:stream/consumers'
import * as Y from 'yjs'

const bytes = said => new Uint8Array(Buffer.from(said, 'base64'))
const said = data => Buffer.from(data).toString('base64')
const asked = JSON.parse(await text(process.stdin))
const doc = new Y.Doc()
Y.applyUpdate(doc, bytes(asked.update))
const body = doc.getXmlFragment('text')
const texts = [...body.createTreeWalker(node => node instanceof Y.XmlText)]

function found(position) {
  const place = Y.createAbsolutePositionFromRelativePosition(
    Y.decodeRelativePosition(bytes(position)),
    doc,
  )
  return place && [texts.indexOf(place.type), place.index]
}

const first = Object.entries(asked.places).map(([key, range]) => [key, range.map(found)])
texts[0].insert(0, '앞 ')
const again = Object.entries(asked.places).map(([key, range]) => [
  key,
  range.map(position => {
    const [number, index] = found(position)
    const type = texts[number]
    return said(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index)))
  }),
])
process.stdout.write(
  JSON.stringify({
    found: Object.fromEntries(first),
    update: said(Y.encodeStateAsUpdate(doc)),
    places: Object.fromEntries(again),
  }),
)
