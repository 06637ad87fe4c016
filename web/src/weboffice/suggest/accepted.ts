/** The document as it is once all suggestions are accepted: what is counted, listed and printed. */
import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { settle, type Verdict } from './settle'
import { edgeOf, formerOf } from './stamp'
import { isSuggestion } from './styling'

const known = new WeakMap<Node, Node>()

export function accepted(doc: Node): Node {
  const found = known.get(doc)
  if (found) return found
  const made = ruledOn(doc, 'accept')
  known.set(doc, made)
  return made
}

/** As if all suggestions were accepted, or rejected. */
export function ruledOn(doc: Node, verdict: Verdict): Node {
  if (!hasSuggestions(doc)) return doc
  return settle(EditorState.create({ doc }).tr, { verdict, on: () => true }).doc
}

export function hasSuggestions(doc: Node): boolean {
  let found = false
  doc.descendants(node => {
    found ||= node.isText
      ? node.marks.some(isSuggestion)
      : edgeOf(node) !== null || formerOf(node) !== null
    return !found
  })
  return found
}
