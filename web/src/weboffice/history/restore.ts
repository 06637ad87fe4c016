/** Going back as an edit: what is equal stays as it is, so nobody's work elsewhere is touched. */
import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'

/** Null where both are the same. */
export function restoring(state: EditorState, past: Node): Transaction | null {
  const now = state.doc
  const [most, start] = [Math.min(now.childCount, past.childCount), equalAtStart(now, past)]
  if (start === now.childCount && start === past.childCount) return null
  let end = 0
  while (
    end < most - start &&
    now.child(now.childCount - 1 - end).eq(past.child(past.childCount - 1 - end))
  ) {
    end += 1
  }
  const from = sizeOf(now, 0, start)
  const to = from + sizeOf(now, start, now.childCount - end)
  const wanted = past.content.cut(sizeOf(past, 0, start), sizeOf(past, 0, past.childCount - end))
  return state.tr.replaceWith(from, to, wanted).scrollIntoView()
}

function equalAtStart(a: Node, b: Node): number {
  let count = 0
  while (count < Math.min(a.childCount, b.childCount) && a.child(count).eq(b.child(count))) {
    count += 1
  }
  return count
}

function sizeOf(doc: Node, from: number, to: number): number {
  let size = 0
  for (let at = from; at < to; at += 1) size += doc.child(at).nodeSize
  return size
}
