import type { Command } from 'prosemirror-state'
import { yUndoPluginKey } from 'y-prosemirror'

/** One act on a table is one step for who takes it back, however quickly the next one follows. */
export function oneStep(act: Command): Command {
  return (state, dispatch, view) => {
    if (!dispatch) return act(state)
    const history = yUndoPluginKey.getState(state)?.undoManager
    history?.stopCapturing()
    const isDone = act(state, dispatch, view)
    history?.stopCapturing()
    return isDone
  }
}
