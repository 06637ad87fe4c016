/** Accepting and rejecting in an open document, and going from one suggestion to the next. */
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { yUndoPluginKey } from 'y-prosemirror'
import type { DocumentSession } from '../text/session'
import { asIs } from './as-is'
import { type Suggestion, suggestionsIn } from './list'
import { settle, type Verdict } from './settle'
import type { Stamp } from './stamp'

export const keyOf = ({ by, id }: Stamp): string => `${by} ${id}`

/** How many steps could be taken back before; the ruling is one of its own. */
export function rule(
  session: DocumentSession,
  verdict: Verdict,
  chosen: readonly Suggestion[],
): number {
  session.editor?.settle()
  const view = session.editor?.view
  if (!view || chosen.length === 0) return -1
  const keys = new Set(chosen.map(keyOf))
  const history = yUndoPluginKey.getState(view.state)?.undoManager
  history?.stopCapturing()
  const before = history?.undoStack.length ?? -1
  const tr = settle(view.state.tr, { verdict, on: stamp => keys.has(keyOf(stamp)) })
  view.dispatch(asIs(tr))
  history?.stopCapturing()
  return before
}

/** The one after (1) or before (-1) the caret, around the ends. */
export function neighbour(view: EditorView, way: 1 | -1): Suggestion | undefined {
  const all = suggestionsIn(view.state.doc)
  const { head } = view.state.selection
  return way > 0
    ? (all.find(({ from }) => from > head) ?? all[0])
    : (all.findLast(({ from }) => from < head) ?? all.at(-1))
}

export function show(session: DocumentSession, suggestion: Suggestion): void {
  const view = session.editor?.view
  if (!view) return
  session.suggesting.choose(keyOf(suggestion))
  const { doc, tr } = view.state
  const place = doc.resolve(Math.min(suggestion.from, doc.content.size))
  view.dispatch(tr.setSelection(TextSelection.near(place)))
  const { node } = view.domAtPos(view.state.selection.head)
  const around = node instanceof HTMLElement ? node : node.parentElement
  around?.scrollIntoView({ block: 'center' })
}
