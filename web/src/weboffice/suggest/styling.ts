/** Marks of letters, put on and taken off as a suggestion. */
import type { Mark, Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { schema } from '../text/schema'
import { isOwnText, NotSuggestible, type Pen, RESTYLE } from './pen'
import { SUGGESTED } from './schema'

const names: readonly string[] = SUGGESTED

export interface Styling {
  readonly mark: Mark
  readonly on: boolean
}

export function isSuggestion(mark: Mark): boolean {
  return names.includes(mark.type.name)
}

/** One spelling of the marks that letters had. */
export function spelled(marks: readonly Mark[]): string {
  const plain = marks.filter(mark => !isSuggestion(mark))
  const entries = plain.map(({ type, attrs }) => [type.name, attrs] as const)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(entries))
}

export function unspelled(was: string): Mark[] {
  try {
    const found = Object.entries(JSON.parse(was) as Record<string, Record<string, unknown>>)
    return found.flatMap(([name, attrs]) => schema.marks[name]?.create(attrs) ?? [])
  } catch {
    return [] // another client may have written anything
  }
}

export function restyle(
  tr: Transaction,
  { from, to }: { readonly from: number; readonly to: number },
  pen: Pen,
  styling: Styling,
): void {
  if (isSuggestion(styling.mark)) throw new NotSuggestible()
  const changes: (() => void)[] = []
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return
    const range = { from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) }
    changes.push(() => restyleText(tr, node, range, pen, styling))
  })
  for (const change of changes) change()
}

function restyleText(
  tr: Transaction,
  node: Node,
  { from, to }: { readonly from: number; readonly to: number },
  pen: Pen,
  { mark, on }: Styling,
): void {
  const before = RESTYLE.isInSet(node.marks)
  if (before && before.attrs.by !== pen.stamp.by) throw new NotSuggestible()
  const marks = on ? mark.addToSet(node.marks) : mark.removeFromSet(node.marks)
  if (on) tr.addMark(from, to, mark)
  else tr.removeMark(from, to, mark)
  if (isOwnText(node, pen)) return
  const was = before ? String(before.attrs.was) : spelled(node.marks)
  if (was === spelled(marks)) tr.removeMark(from, to, RESTYLE)
  else if (!before) tr.addMark(from, to, RESTYLE.create({ ...pen.stamp, was }))
}
