/** Taking away as a suggestion: what is one's own goes, all else is struck. */
import type { Mark, Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { DELETION, grown, isOwnEdge, isOwnText, type Pen, stampOn } from './pen'
import { edge, edgeOf, type Stamp } from './stamp'

interface Range {
  readonly from: number
  readonly to: number
}

/** Strikes a range: letters, the breaks between lines, whole tables and rows. */
export function strike(tr: Transaction, { from, to }: Range, pen: Pen): void {
  const stamp = grown(tr.doc, from, to, DELETION, pen)
  const done = tr.mapping.maps.length
  const changes: (() => void)[] = []
  tr.doc.nodesBetween(from, to, (node, pos, parent, index) => {
    if (node.isText) {
      const piece = { from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) }
      changes.push(() => strikeText(tr, node, piece, pen, DELETION.create(stamp)))
      return false
    }
    if (node.isTextblock) {
      const at = brokenEdge(node, pos, parent, index, { from, to })
      // Letters before it may be gone by then.
      if (at !== null) {
        changes.push(() => strikeEdge(tr, tr.mapping.slice(done).map(at, -1), pen, stamp))
      }
      return true
    }
    const isWhole = pos >= from && pos + node.nodeSize <= to && 'edge' in node.attrs
    if (isWhole) changes.push(() => strikeNode(tr, pos, pen, stamp))
    return !isWhole
  })
  for (const change of changes.reverse()) change()
}

function strikeText(tr: Transaction, node: Node, { from, to }: Range, pen: Pen, mark: Mark): void {
  if (isOwnText(node, pen)) tr.delete(from, to)
  else if (!stampOn(node, DELETION)) tr.addMark(from, to, mark)
}

/** Before which line the break goes: this one, or, where a first line goes as a whole, the next. */
function brokenEdge(
  node: Node,
  pos: number,
  parent: Node | null,
  index: number,
  { from, to }: Range,
): number | null {
  if (pos < from) return null
  if (index > 0 && parent?.child(index - 1).type === node.type) return pos
  const next = parent && index + 1 < parent.childCount ? parent.child(index + 1) : null
  const end = pos + node.nodeSize
  return end === to && next?.type === node.type ? end : null
}

function strikeEdge(tr: Transaction, pos: number, pen: Pen, stamp: Stamp): void {
  const node = tr.doc.nodeAt(pos)
  if (!node) return
  if (isOwnEdge(node, pen)) tr.join(pos)
  else if (!edgeOf(node)) tr.setNodeAttribute(pos, 'edge', edge('del', stamp))
}

function strikeNode(tr: Transaction, pos: number, pen: Pen, stamp: Stamp): void {
  const node = tr.doc.nodeAt(pos)
  if (!node) return
  if (isOwnEdge(node, pen)) tr.delete(pos, pos + node.nodeSize)
  else if (!edgeOf(node)) tr.setNodeAttribute(pos, 'edge', edge('del', stamp))
}
