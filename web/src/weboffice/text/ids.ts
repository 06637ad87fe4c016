/** Gives every block its own id. Only its author names a block: two who did would both rename it. */
import { Plugin } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

export function freshId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(random, byte => ALPHABET[byte % ALPHABET.length]).join('')
}

export function blockIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, { doc, tr }) {
      const isLocal = transactions.some(t => t.docChanged && !t.getMeta(ySyncPluginKey))
      if (!isLocal) return null
      const seen = new Set<string>()
      doc.descendants((node, pos) => {
        if (!node.isTextblock) return true
        const { id } = node.attrs
        if (id === null || seen.has(id)) tr.setNodeAttribute(pos, 'id', freshId())
        else seen.add(id)
        return false
      })
      return tr.docChanged ? tr : null
    },
  })
}
