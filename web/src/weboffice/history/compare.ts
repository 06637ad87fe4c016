/**
 * What changed between two states, in positions of the newer one. Lines are the same when they have
 * the same id, wherever they stand; within a line words are compared.
 */
import { diffWordsWithSpace } from 'diff'
import type { Node } from 'prosemirror-model'
import { spelled } from '../suggest/styling'

const FORM = ['form', 'level', 'align', 'leading'] as const

interface Line {
  readonly id: string | null
  readonly at: number
  readonly node: Node
}

export type Change =
  | { readonly kind: 'written'; readonly from: number; readonly to: number }
  | { readonly kind: 'gone'; readonly at: number; readonly text: string }
  | { readonly kind: 'goneLine'; readonly at: number; readonly text: string }
  | { readonly kind: Looked; readonly from: number; readonly to: number }

/** A line that is new or of another form, letters that look otherwise, a cell of another shade. */
export type Looked = 'newLine' | 'form' | 'letters' | 'shade'

export function compare(older: Node, newer: Node): Change[] {
  const before = linesOf(older)
  const known = new Map(before.flatMap(line => (line.id === null ? [] : [[line.id, line]])))
  const after = linesOf(newer)
  const kept = new Set(after.map(line => line.id).filter(id => id !== null && known.has(id)))
  return [
    ...after.flatMap(line => changesIn(line, known)),
    ...goneLines(before, after, kept),
    ...shades(older, newer),
  ]
}

function linesOf(doc: Node): Line[] {
  const found: Line[] = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    found.push({ id: node.attrs.id, at, node })
    return false
  })
  return found
}

/** One letter a position: an inline node counts as one. */
function textOf({ node }: Line): string {
  return node.textBetween(0, node.content.size, '', '\n')
}

/** What stands in a line beside letters: a footnote says something else, a picture is another. */
function heldIn(node: Node): string {
  return JSON.stringify(
    node.children.filter(child => child.isLeaf && !child.isText).map(({ attrs }) => attrs),
  )
}

function changesIn(line: Line, known: ReadonlyMap<string, Line>): Change[] {
  const from = line.at
  const to = from + line.node.nodeSize
  const before = line.id === null ? undefined : known.get(line.id)
  if (!before) return [{ kind: 'newLine', from, to }, ...writtenIn(line, '')]
  const [was, now] = [before.node.attrs, line.node.attrs]
  const isForm =
    FORM.some(name => was[name] !== now[name]) || heldIn(before.node) !== heldIn(line.node)
  return [
    ...(isForm ? [{ kind: 'form' as const, from, to }] : []),
    ...writtenIn(line, textOf(before)),
    ...lettersIn(line, before),
  ]
}

function writtenIn(line: Line, before: string): Change[] {
  const found: Change[] = []
  let at = line.at + 1
  for (const part of diffWordsWithSpace(before, textOf(line))) {
    if (part.removed) found.push({ kind: 'gone', at, text: part.value })
    else {
      const to = at + part.value.length
      if (part.added) found.push({ kind: 'written', from: at, to })
      at = to
    }
  }
  return found
}

/** Letters that stayed and have other marks now; what is suggested of them is shown by itself. */
function lettersIn(line: Line, before: Line): Change[] {
  const [was, now] = [looksIn(before.node), looksIn(line.node)]
  const found: { kind: 'letters'; from: number; to: number }[] = []
  for (const [old, at] of stayed(textOf(before), textOf(line))) {
    if (was[old] === now[at]) continue
    const from = line.at + 1 + at
    const last = found.at(-1)
    if (last?.to === from) last.to += 1
    else found.push({ kind: 'letters', from, to: from + 1 })
  }
  return found
}

/** Where each letter that stayed was, and where it is. */
function* stayed(before: string, after: string): Generator<[number, number]> {
  let [old, at] = [0, 0]
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    const isSame = !added && !removed
    for (let i = 0; isSame && i < value.length; i += 1) yield [old + i, at + i]
    if (!added) old += value.length
    if (!removed) at += value.length
  }
}

/** Of each position in a line, the marks as one spelling. */
function looksIn(node: Node): string[] {
  return node.children.flatMap(child =>
    Array<string>(child.nodeSize).fill(child.isText ? spelled(child.marks) : ''),
  )
}

/** Cells are known by their first lines. */
function shades(older: Node, newer: Node): Change[] {
  const was = new Map(cellsOf(older).map(({ id, look }) => [id, look]))
  return cellsOf(newer).flatMap(({ id, look, from, to }) =>
    (was.get(id) ?? look) === look ? [] : [{ kind: 'shade' as const, from, to }],
  )
}

function cellsOf(doc: Node) {
  const found: { id: string; look: string; from: number; to: number }[] = []
  doc.descendants((node, from) => {
    const id: unknown = node.firstChild?.attrs.id
    if (!('fill' in node.attrs) || typeof id !== 'string') return !node.isTextblock
    const look = JSON.stringify([node.attrs.fill, node.attrs.stand])
    found.push({ id, look, from, to: from + node.nodeSize })
    return false
  })
  return found
}

/** Each behind the line that it followed. */
function goneLines(before: Line[], after: Line[], kept: ReadonlySet<string | null>): Change[] {
  const ends = new Map(after.map(line => [line.id, line.at + line.node.nodeSize]))
  const found: Change[] = []
  let at = 0
  for (const line of before) {
    if (kept.has(line.id)) at = ends.get(line.id) ?? at
    else if (textOf(line).trim()) found.push({ kind: 'goneLine', at, text: textOf(line) })
  }
  return found
}
