/** A past state made readable: as the editor's document, and who wrote each letter. */
import type { Node } from 'prosemirror-model'
import { yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror'
import * as Y from 'yjs'
import { PAGE_ROOT, type PageSettings, readSettings } from '../pages/settings'
import { schema } from '../text/schema'

const ROOT = 'text'

export interface Past {
  readonly doc: Node
  readonly pages: PageSettings
  /** Of each block, by id: the Yjs client that wrote the letter at each offset. */
  readonly clients: ReadonlyMap<string, readonly number[]>
}

export function readPast(update: Uint8Array): Past {
  const shared = new Y.Doc()
  Y.applyUpdate(shared, update)
  const body = shared.getXmlFragment(ROOT)
  const doc = yXmlFragmentToProseMirrorRootNode(body, schema)
  const pages = readSettings(shared.getMap(PAGE_ROOT))
  const clients = new Map<string, number[]>()
  collect(body, clients)
  shared.destroy()
  return { doc, pages, clients }
}

function collect(parent: Y.XmlFragment | Y.XmlElement, into: Map<string, number[]>): void {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    const id = child.getAttribute('id')
    if (typeof id === 'string' && !into.has(id)) into.set(id, clientsIn(child))
    collect(child, into)
  }
}

/** One number a position of the block's content: a letter's, or an inline node's. */
function clientsIn(block: Y.XmlElement): number[] {
  return block.toArray().flatMap(child => {
    if (child instanceof Y.XmlText) return clientsOfText(child)
    return [child._item?.id.client ?? 0]
  })
}

function clientsOfText(text: Y.XmlText): number[] {
  const found: number[] = []
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    found.push(...Array<number>(item.length).fill(item.id.client))
  }
  return found
}
