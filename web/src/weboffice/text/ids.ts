/** Gives every block its own id. Only its author names a block: two who did would both rename it. */
import type { Node } from 'prosemirror-model'
import { Plugin, type Transaction } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'
import { isAsIs } from '../suggest/as-is'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

export function freshId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(random, byte => ALPHABET[byte % ALPHABET.length]).join('')
}

export function blockIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, { doc, tr, storedMarks }) {
      const isLocal = transactions.some(t => t.docChanged && !t.getMeta(ySyncPluginKey))
      if (!isLocal) return null
      const isSuggested = transactions.some(isAsIs)
      for (const { pos, isTwin } of unnamed(doc)) {
        tr.setNodeAttribute(pos, 'id', freshId())
        if (isTwin && !isSuggested) forget(tr, pos)
      }
      // A name is no reason to forget how the next letter is to look.
      return tr.docChanged ? tr.setStoredMarks(storedMarks) : null
    },
  })
}

interface Unnamed {
  readonly pos: number
  /** It has the name of a line before it. */
  readonly isTwin: boolean
}

function unnamed(doc: Node): Unnamed[] {
  const found: Unnamed[] = []
  const seen = new Set<unknown>()
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const { id } = node.attrs
    if (id === null || seen.has(id)) found.push({ pos, isTwin: id !== null })
    seen.add(id)
    return false
  })
  return found
}

/** Half of a line that was split carries no suggestion about its break or its former form. */
function forget(tr: Transaction, pos: number): void {
  tr.setNodeAttribute(pos, 'edge', null)
  tr.setNodeAttribute(pos, 'was', null)
}
