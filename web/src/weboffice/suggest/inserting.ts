/** Adding as a suggestion. */
import { Fragment, type Mark, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { nodes } from '../text/schema'
import { DELETION, grown, INSERTION, isOwnText, NotSuggestible, type Pen, RESTYLE } from './pen'
import { edge, type Stamp } from './stamp'

/** Returns where the caret belongs: behind what was added. */
export function insertSlice(tr: Transaction, at: number, slice: Slice, pen: Pen): number {
  const stamp = grown(tr.doc, at, at, INSERTION, pen)
  const fitting = fitted(tr.doc.resolve(at), slice)
  const { openStart, openEnd } = fitting
  const marked = new Slice(markAll(fitting.content, stamp, openStart, pen), openStart, openEnd)
  const done = tr.mapping.maps.length
  tr.replace(at, at, marked)
  return tr.mapping.slice(done).map(at, 1)
}

/** As it can stand there without tearing what is there: lines go on in lines, blocks between blocks. */
function fitted($at: ResolvedPos, slice: Slice): Slice {
  const { content, openStart, openEnd } = slice
  const first = content.firstChild
  if (!first || Math.max(openStart, openEnd) > 1) throw new NotSuggestible()
  if (!$at.parent.isTextblock) {
    return new Slice(first.isInline ? Fragment.from(line(content)) : content, 0, 0)
  }
  if (first.isInline) return slice
  const lines = [...content.content]
  if (!first.isTextblock) lines.unshift(line(Fragment.empty))
  if (!lines.at(-1)?.isTextblock) lines.push(line(Fragment.empty))
  const [only] = lines
  return lines.length === 1 && only
    ? new Slice(only.content, 0, 0)
    : new Slice(Fragment.from(lines), 1, 1)
}

function line(content: Fragment): Node {
  return nodes.paragraph.create(null, content)
}

/** `open`: the first of it goes on in a line that is there, and is no new one. */
function markAll(content: Fragment, stamp: Stamp, open: number, pen: Pen): Fragment {
  const made: Node[] = []
  content.forEach((node, _offset, index) => {
    if (index === 0 && open > 0) made.push(node.copy(markAll(node.content, stamp, 0, pen)))
    else made.push(markOne(node, stamp, pen))
  })
  return Fragment.from(made)
}

function markOne(node: Node, stamp: Stamp, pen: Pen): Node {
  if (node.isText) return node.mark(written(node.marks, stamp, isOwnText(node, pen)))
  if (!('edge' in node.attrs)) throw new NotSuggestible()
  const attrs = { ...node.attrs, edge: edge('ins', stamp) }
  if (!node.isTextblock) return node.type.create(attrs, unsuggested(node.content))
  return node.type.create({ ...attrs, was: null }, markAll(node.content, stamp, 0, pen))
}

/** What stands in a new table is new with it, and carries no suggestion of its own. */
function unsuggested(content: Fragment): Fragment {
  const made: Node[] = []
  content.forEach(node => {
    const names = [INSERTION, DELETION, RESTYLE]
    const inside = unsuggested(node.content)
    if (node.isText) made.push(node.mark(node.marks.filter(({ type }) => !names.includes(type))))
    else if (!('edge' in node.attrs)) made.push(node.copy(inside))
    else made.push(node.type.create({ ...node.attrs, edge: null }, inside))
  })
  return Fragment.from(made)
}

/** Marks of a letter that is new: nobody has struck or restyled it. */
export function written(marks: readonly Mark[], stamp: Stamp, isOwn: boolean): readonly Mark[] {
  const plain = marks.filter(({ type }) => type !== DELETION && type !== RESTYLE)
  if (isOwn) return plain
  return INSERTION.create(stamp).addToSet(plain.filter(({ type }) => type !== INSERTION))
}
