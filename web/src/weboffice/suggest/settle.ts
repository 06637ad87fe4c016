/** Accepting and rejecting: the document with some suggestions made true, or as if never made. */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { nodes } from '../text/schema'
import { DELETION, INSERTION, RESTYLE, stampOn } from './pen'
import { edgeOf, formerOf, type Stamp } from './stamp'
import { isSuggestion, unspelled } from './styling'

export type Verdict = 'accept' | 'reject'

export interface Ruling {
  readonly verdict: Verdict
  readonly on: (stamp: Stamp) => boolean
}

/** Changes `tr`; what nobody ruled on stays a suggestion. */
export function settle(tr: Transaction, ruling: Ruling): Transaction {
  settleInside(tr, ruling)
  settleLines(tr, ruling)
  if (tr.doc.childCount === 0) tr.insert(0, nodes.paragraph.create())
  return tr
}

type Change = () => void

function inReverse(changes: readonly Change[]): void {
  for (const change of [...changes].reverse()) change()
}

function settleInside(tr: Transaction, ruling: Ruling): void {
  const changes: Change[] = []
  tr.doc.descendants((node, pos) => {
    if (node.isText) changes.push(() => settleText(tr, node, pos, ruling))
    else if (node.isTextblock) changes.push(() => settleForm(tr, node, pos, ruling))
    else changes.push(() => settleNode(tr, node, pos, ruling))
  })
  inReverse(changes)
}

function settleText(tr: Transaction, node: Node, pos: number, { verdict, on }: Ruling): void {
  const end = pos + node.nodeSize
  const isAccepted = verdict === 'accept'
  const restyled = stampOn(node, RESTYLE)
  if (restyled && on(restyled)) settleStyle(tr, node, pos, isAccepted)
  const [added, struck] = [stampOn(node, INSERTION), stampOn(node, DELETION)]
  const goes = (added && on(added) && !isAccepted) || (struck && on(struck) && isAccepted)
  if (goes) {
    tr.delete(pos, end)
    return
  }
  if (added && on(added)) tr.removeMark(pos, end, INSERTION)
  if (struck && on(struck)) tr.removeMark(pos, end, DELETION)
}

function settleStyle(tr: Transaction, node: Node, pos: number, isAccepted: boolean): void {
  const end = pos + node.nodeSize
  const was = String(RESTYLE.isInSet(node.marks)?.attrs.was)
  tr.removeMark(pos, end, RESTYLE)
  if (isAccepted) return
  for (const mark of node.marks) if (!isSuggestion(mark)) tr.removeMark(pos, end, mark)
  for (const mark of unspelled(was)) tr.addMark(pos, end, mark)
}

function settleForm(tr: Transaction, node: Node, pos: number, { verdict, on }: Ruling): void {
  const before = formerOf(node)
  if (!before || !on(before)) return
  tr.setNodeAttribute(pos, 'was', null)
  if (verdict === 'accept') return
  const { form, level, align, leading } = before
  for (const [name, value] of Object.entries({ form, level, align, leading })) {
    tr.setNodeAttribute(pos, name, value)
  }
}

/** A table, a row, a rule, a break in a line. */
function settleNode(tr: Transaction, node: Node, pos: number, { verdict, on }: Ruling): void {
  const found = edgeOf(node)
  if (!found || !on(found)) return
  if ((found.kind === 'ins') === (verdict === 'accept')) tr.setNodeAttribute(pos, 'edge', null)
  else remove(tr, pos)
}

/** A table goes with its last row. */
function remove(tr: Transaction, pos: number): void {
  const $pos = tr.doc.resolve(pos)
  const node = $pos.nodeAfter
  if (!node) return
  if ($pos.depth > 0 && $pos.parent.childCount === 1 && node.type.name === 'table_row') {
    tr.delete($pos.before(), $pos.after())
  } else tr.delete(pos, pos + node.nodeSize)
}

/** The breaks between lines, once it is clear what stands before each. */
function settleLines(tr: Transaction, { verdict, on }: Ruling): void {
  const changes: Change[] = []
  tr.doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const found = edgeOf(node)
    if (!found || !on(found)) return false
    if ((found.kind === 'ins') === (verdict === 'accept')) {
      changes.push(() => tr.setNodeAttribute(pos, 'edge', null))
    } else changes.push(() => joinLine(tr, pos, found.kind === 'del'))
    return false
  })
  inReverse(changes)
}

/** `isStruck`: what was there before an empty line takes the form of what follows. */
function joinLine(tr: Transaction, pos: number, isStruck: boolean): void {
  const $pos = tr.doc.resolve(pos)
  const [before, node] = [$pos.nodeBefore, $pos.nodeAfter]
  if (!node) return
  tr.setNodeAttribute(pos, 'edge', null)
  if (before?.isTextblock) {
    tr.join(pos)
    if (!isStruck || before.content.size > 0) return
    const start = pos - before.nodeSize
    for (const name of ['form', 'level', 'align', 'leading', 'was']) {
      tr.setNodeAttribute(start, name, node.attrs[name])
    }
  } else if (node.content.size === 0 && $pos.parent.childCount > 1) {
    tr.delete(pos, pos + node.nodeSize)
  }
}
