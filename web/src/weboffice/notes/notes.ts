/** Footnotes: where they stand, putting one in, changing its text. */
import type { Node } from 'prosemirror-model'
import { type Command, type EditorState, NodeSelection } from 'prosemirror-state'
import { nodes } from '../text/schema'

export const LONGEST_NOTE = 2_000

/** Its words, and the marks of its letters (see marks.ts) or null. */
export interface NoteText {
  readonly text: string
  readonly marks: string | null
}

export interface Note extends NoteText {
  readonly number: number
}

/** Those within a block, numbered on from `before`. */
export function notesIn(block: Node, before: number): Note[] {
  const found: Note[] = []
  block.descendants(node => {
    if (node.type !== nodes.footnote) return
    found.push({ number: before + found.length + 1, ...textOf(node) })
  })
  return found
}

/** As another client may have written it, within bounds. */
function textOf({ attrs: { text, marks } }: Node): NoteText {
  return {
    text: String(text).slice(0, LONGEST_NOTE),
    marks: typeof marks === 'string' ? marks : null,
  }
}

export function chosenNote({ selection }: EditorState): ({ pos: number } & NoteText) | null {
  if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.footnote) return null
  return { pos: selection.from, ...textOf(selection.node) }
}

/** Behind what is selected; it is chosen then, so that its text can be written. */
export const addNote: Command = (state, dispatch) => {
  const { $to } = state.selection
  if (!$to.parent.isTextblock) return false
  const tr = state.tr.insert($to.pos, nodes.footnote.create())
  dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, $to.pos)).scrollIntoView())
  return true
}

export function writeNote(pos: number, { text, marks }: NoteText): Command {
  return (state, dispatch) => {
    const now = state.doc.nodeAt(pos)
    if (now?.type !== nodes.footnote) return false
    const { tr } = state
    if (now.attrs.text !== text) tr.setNodeAttribute(pos, 'text', text.slice(0, LONGEST_NOTE))
    if (now.attrs.marks !== marks) tr.setNodeAttribute(pos, 'marks', marks)
    dispatch?.(tr)
    return true
  }
}

/** Words of both; of marks those of who wrote the words that stand now. */
export function joinedNote(base: NoteText, own: NoteText, theirs: NoteText): NoteText {
  const written = own.text.normalize('NFC')
  const text = joined(base.text, written.trim(), theirs.text)
  if (own.text === base.text && own.marks === base.marks) return theirs
  return { text, marks: text === own.text ? own.marks : theirs.marks }
}

/** What one made of `base`, on what others made of it meanwhile: nobody's words are lost. */
export function joined(base: string, own: string, theirs: string): string {
  if (theirs === base || own === theirs) return own
  if (own === base) return theirs
  const shorter = Math.min(base.length, own.length)
  let head = 0
  while (head < shorter && base[head] === own[head]) head += 1
  let tail = 0
  while (tail < shorter - head && base.at(-1 - tail) === own.at(-1 - tail)) tail += 1
  const [before, after] = [base.slice(0, head), base.slice(base.length - tail)]
  const added = own.slice(head, own.length - tail)
  if (theirs.startsWith(before) && theirs.endsWith(after) && theirs.length >= head + tail) {
    const between = theirs.slice(head, theirs.length - tail)
    return `${before}${added}${between}${after}`
  }
  return `${theirs} ${added}`.trim()
}
