/** What can be taken back, from outside the text: a notice that offers it, keys pressed beside it. */
import { redo, undo, yUndoPluginKey } from 'y-prosemirror'
import type { DocumentSession } from './session'

type Open = Pick<DocumentSession, 'editor'>

function historyOf({ editor }: Open) {
  return editor && yUndoPluginKey.getState(editor.view.state)?.undoManager
}

/** How many steps could be taken back; -1 where there is no text. */
export function stepsIn(session: Open): number {
  return historyOf(session)?.undoStack.length ?? -1
}

/** All that was done since there were so many, and nothing where that was taken back already. */
export function takeBackTo(session: Open, steps: number): void {
  session.editor?.settle()
  const history = historyOf(session)
  while (history && steps >= 0 && history.undoStack.length > steps) history.undo()
}

/** Who pressed a button goes on with the text: a field of its own takes its own keys. */
export function takeBack({ editor }: Open, isForth: boolean): void {
  if (!editor?.view.editable) return
  editor.settle()
  if (isForth) redo(editor.view.state)
  else undo(editor.view.state)
  editor.view.focus()
}
