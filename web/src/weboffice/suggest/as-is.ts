/** Marks a transaction that is no act of writing: it is never turned into suggestions. */
import type { Transaction } from 'prosemirror-state'

const AS_IS = 'suggest:as-is'

export function asIs(tr: Transaction): Transaction {
  return tr.setMeta(AS_IS, true)
}

export function isAsIs(tr: Transaction): boolean {
  return tr.getMeta(AS_IS) === true
}
