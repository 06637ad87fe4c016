/** Who suggests, and what is already whose. */
import type { MarkType, Node } from 'prosemirror-model'
import { schema } from '../text/schema'
import { edgeOf, type Stamp } from './stamp'

export interface Pen {
  /** One for all of one act. */
  readonly stamp: Stamp
}

/** A table's columns and merged cells, or what somebody else has already suggested to change. */
export class NotSuggestible extends Error {}

export const INSERTION = schema.marks.insertion as MarkType
export const DELETION = schema.marks.deletion as MarkType
export const RESTYLE = schema.marks.restyle as MarkType

export function stampOn(node: Node | null | undefined, type: MarkType): Stamp | null {
  const mark = node && type.isInSet(node.marks)
  return mark ? (mark.attrs as Stamp) : null
}

export function isOwnText(node: Node | null | undefined, { stamp }: Pen): boolean {
  return stampOn(node, INSERTION)?.by === stamp.by
}

export function isOwnEdge(node: Node, { stamp }: Pen): boolean {
  const found = edgeOf(node)
  return found?.kind === 'ins' && found.by === stamp.by
}

/**
 * The stamp of a neighbour that is the pen's own: one suggestion grows, none is added. What is
 * written beside what was struck takes its place, and is one suggestion with it.
 */
export function grown(doc: Node, from: number, to: number, type: MarkType, pen: Pen): Stamp {
  const around = [doc.resolve(from).nodeBefore, doc.resolve(to).nodeAfter]
  const other = type === INSERTION ? DELETION : INSERTION
  const stamps = [type, other].flatMap(one => around.map(node => stampOn(node, one)))
  // The first letter of a new line comes with the line.
  const $from = doc.resolve(from)
  const edge = $from.parentOffset === 0 ? edgeOf($from.parent) : null
  if (type === INSERTION && edge?.kind === 'ins') stamps.unshift(edge)
  return stamps.find(found => found?.by === pen.stamp.by) ?? pen.stamp
}
