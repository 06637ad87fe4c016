/**
 * What changed between two states, in positions of the newer one. Lines are the same when they have
 * the same id, wherever they stand; within a line words are compared.
 */
import { diffWordsWithSpace } from 'diff'
import type { Node } from 'prosemirror-model'

interface Line {
  readonly id: string | null
  readonly at: number
  readonly node: Node
}

export type Change =
  | { readonly kind: 'written'; readonly from: number; readonly to: number }
  | { readonly kind: 'gone'; readonly at: number; readonly text: string }
  | { readonly kind: 'goneLine'; readonly at: number; readonly text: string }
  | { readonly kind: 'newLine' | 'form'; readonly from: number; readonly to: number }

export function compare(older: Node, newer: Node): Change[] {
  const before = linesOf(older)
  const known = new Map(before.flatMap(line => (line.id === null ? [] : [[line.id, line]])))
  const after = linesOf(newer)
  const kept = new Set(after.map(line => line.id).filter(id => id !== null && known.has(id)))
  return [...after.flatMap(line => changesIn(line, known)), ...goneLines(before, after, kept)]
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
  const { form, level, align } = before.node.attrs
  const now = line.node.attrs
  const isForm =
    form !== now.form ||
    level !== now.level ||
    align !== now.align ||
    heldIn(before.node) !== heldIn(line.node)
  return [
    ...(isForm ? [{ kind: 'form' as const, from, to }] : []),
    ...writtenIn(line, textOf(before)),
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
