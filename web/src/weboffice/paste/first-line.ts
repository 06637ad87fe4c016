/**
 * Several lines pasted into a blank one: it becomes the first of them, heading or item as it was.
 * Its form is set as values of the line that is there, so that who writes in it loses nothing.
 */
import type { Slice } from 'prosemirror-model'
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import { nodes } from '../text/schema'

const FORM = ['form', 'level', 'align', 'leading'] as const

export function firstLines(): Plugin {
  return new Plugin({
    props: {
      handlePaste(view, _event, slice) {
        const tr = withFirstForm(view.state, slice)
        if (!tr) return false
        view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
        return true
      },
    },
  })
}

/** Null where the usual way of pasting loses nothing. */
export function withFirstForm(state: EditorState, slice: Slice): Transaction | null {
  const { $from, empty } = state.selection
  const { parent } = $from
  const isBlank = parent.type === nodes.paragraph && parent.content.size === 0
  if (!empty || !isBlank || parent.attrs.form !== 'text') return null
  const first = slice.content.firstChild
  if (first?.type !== nodes.paragraph || slice.content.childCount < 2 || slice.openStart === 0) {
    return null
  }
  const tr = state.tr.replaceSelection(slice)
  for (const name of FORM) {
    if (first.attrs[name] === parent.attrs[name]) continue
    tr.setNodeAttribute($from.before(), name, first.attrs[name])
  }
  return tr
}
