/**
 * Tab within the text writes a tab, as in any word processor: a focus that jumped away would take
 * the next words with it. Escape and then Tab leaves, so that nobody is held by the keyboard.
 */
import { type Command, Plugin, TextSelection } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import { isItem } from './schema'

const TAB = '\t'

/** Items that can go no deeper and no higher stay where they are, and the caret with them. */
export const keepInList: Command = ({ selection: { $from, $to } }) =>
  [$from, $to].some(({ parent }) => parent.isTextblock && isItem(parent.attrs.form)) &&
  !($from.depth > 1 || $to.depth > 1)

export const writeTab: Command = (state, dispatch) => {
  const { selection } = state
  if (!(selection instanceof TextSelection) || isInTable(state)) return false
  // Several lines that are chosen are not replaced by a tab.
  if (selection.$from.sameParent(selection.$to)) {
    dispatch?.(state.tr.insertText(TAB).scrollIntoView())
  }
  return true
}

/** The tab right before the caret; without one nothing happens. */
export const takeTab: Command = (state, dispatch) => {
  const { selection, doc } = state
  if (!(selection instanceof TextSelection) || isInTable(state)) return false
  const { from, empty } = selection
  if (empty && doc.textBetween(Math.max(from - 1, 0), from) === TAB) {
    dispatch?.(state.tr.delete(from - 1, from).scrollIntoView())
  }
  return true
}

/** Comes before all other keys. */
export function wayOut(): Plugin {
  let isLeaving = false
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(_view, event) {
          if (event.key === 'Shift') return false
          const leaves = isLeaving && event.key === 'Tab'
          isLeaving = event.key === 'Escape' && !event.isComposing
          // What the editor does not hear of, the browser does.
          return leaves
        },
        blur() {
          isLeaving = false
          return false
        },
      },
    },
  })
}
