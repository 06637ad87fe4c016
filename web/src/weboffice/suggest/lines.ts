/** A line's form, level, alignment and spacing, changed as a suggestion. */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { isOwnEdge, NotSuggestible, type Pen } from './pen'
import { former, formerOf } from './stamp'

const FORM = ['form', 'level', 'align', 'leading']

interface Wish {
  readonly attr: string
  readonly value: unknown
}

export function changeLine(
  tr: Transaction,
  pos: number,
  node: Node,
  { attr, value }: Wish,
  pen: Pen,
): void {
  if (!FORM.includes(attr)) throw new NotSuggestible()
  const before = formerOf(node)
  if (before && before.by !== pen.stamp.by) throw new NotSuggestible()
  tr.setNodeAttribute(pos, attr, value)
  if (isOwnEdge(node, pen) && !before) return
  const now = tr.doc.nodeAt(pos) as Node
  const first = before ?? node.attrs
  const isBack = FORM.every(name => now.attrs[name] === (first as Record<string, unknown>)[name])
  if (isBack) tr.setNodeAttribute(pos, 'was', null)
  else if (!before) tr.setNodeAttribute(pos, 'was', former(pen.stamp, node.attrs))
}
