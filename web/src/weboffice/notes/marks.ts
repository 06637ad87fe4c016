/**
 * Marks of the letters in a footnote. The shared document has them beside the text, as a list of
 * from, to, name and what it says; whoever knows no marks reads the words. Python:
 * weboffice/paper/note_marks.py. Pure.
 */
import { type Mark, type Node, Schema } from 'prosemirror-model'
import { schema } from '../text/schema'

const KEPT = ['link', 'bold', 'italic', 'underline', 'strike', 'ink'] as const
const SAYS: Readonly<Record<string, string>> = { link: 'href', ink: 'name' }
const MOST_SPANS = 200

/** One line of letters with marks: what a footnote is while it is written. */
export const noteSchema = new Schema({
  nodes: {
    doc: { content: 'line' },
    line: { content: 'text*', toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
    text: {},
  },
  marks: Object.fromEntries(
    KEPT.flatMap(name => {
      const type = schema.marks[name]
      return type ? [[name, type.spec]] : []
    }),
  ),
})

export type NoteLine = Node

export function lineOf(text: string, marks: unknown): NoteLine {
  const spans = read(marks).filter(({ from, to }) => from < to)
  const ends = spans.flatMap(({ from, to }) => [from, Math.min(to, text.length)])
  const cuts = [...new Set([0, text.length, ...ends])].sort((a, b) => a - b)
  const pieces = cuts.slice(1).flatMap((to, index) => {
    const from = cuts[index] ?? 0
    if (from >= to || to > text.length) return []
    const over = spans.filter(span => span.from <= from && to <= span.to).map(({ mark }) => mark)
    return [noteSchema.text(text.slice(from, to), over)]
  })
  return noteSchema.node('doc', null, [noteSchema.node('line', null, pieces)])
}

/** What is kept of a line: its words, and its marks or null. */
export function kept(line: NoteLine): { text: string; marks: string | null } {
  const spans: unknown[][] = []
  let at = 0
  line.firstChild?.forEach(node => {
    const to = at + (node.text?.length ?? 0)
    for (const { type, attrs } of node.marks) {
      const says = SAYS[type.name]
      spans.push(says ? [at, to, type.name, attrs[says]] : [at, to, type.name])
    }
    at = to
  })
  const marks = spans.length > 0 ? JSON.stringify(spans.slice(0, MOST_SPANS)) : null
  return { text: line.textContent, marks }
}

interface Span {
  readonly from: number
  readonly to: number
  readonly mark: Mark
}

/** As another client may have written them, within bounds. */
function read(marks: unknown): Span[] {
  let found: unknown = null
  try {
    found = typeof marks === 'string' ? JSON.parse(marks) : null
  } catch {
    return []
  }
  return Array.isArray(found) ? found.slice(0, MOST_SPANS).flatMap(spanOf) : []
}

function spanOf(one: unknown): Span[] {
  if (!Array.isArray(one)) return []
  const [from, to, name, said] = one as unknown[]
  const type = typeof name === 'string' ? noteSchema.marks[name] : undefined
  if (!Number.isInteger(from) || !Number.isInteger(to) || !type) return []
  const says = SAYS[type.name]
  if (says !== undefined && (typeof said !== 'string' || !isSafe(type.name, said))) return []
  const mark = type.create(says === undefined ? null : { [says]: said })
  return [{ from: Math.max(Number(from), 0), to: Number(to), mark }]
}

function isSafe(name: string, said: string): boolean {
  return name !== 'link' || /^(https?:|mailto:|tel:|\/)/i.test(said)
}
