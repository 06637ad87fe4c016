/** Selecting and pasting cells as the library does; what it repairs, `mendTables` does. */
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import { CellSelection, tableEditing, tableEditingKey } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { placeAfter } from './place'

/** A busy browser tells of its own selection that much after the button was let go. */
const LATE_MS = 500

export function cells(): Plugin<number | null> {
  const { spec } = tableEditing()
  let endedAt = Number.NEGATIVE_INFINITY
  return new Plugin<number | null>({
    ...spec,
    state: {
      init: () => null,
      apply: (tr, anchor, before, state) => anchorAfter(tr, anchor, before.doc, state),
    },
    props: {
      ...spec.props,
      handleDOMEvents: {
        mousedown(view, event) {
          endedAt = Number.NEGATIVE_INFINITY
          // Without Shift, `pressedCell` follows the pointer.
          if (event.shiftKey)
            spec.props?.handleDOMEvents?.mousedown?.call(this as never, view, event)
        },
        // The browser's own dragging of what it has selected would end it.
        dragstart(view, event) {
          if (!isDragging(view)) return false
          event.preventDefault()
          event.stopPropagation()
          return true
        },
      },
      // What the browser selects by itself while cells are dragged over is text, and not meant.
      createSelectionBetween(view, $anchor) {
        const { doc, selection } = view.state
        const isHeld = isDragging(view) || performance.now() - endedAt < LATE_MS
        const isNow = $anchor.doc === doc
        return isHeld && isNow && selection instanceof CellSelection ? selection : null
      },
    },
    view: () => ({
      update(view, before) {
        const was = tableEditingKey.getState(before) != null
        if (was && !isDragging(view)) endedAt = performance.now()
      },
    }),
    appendTransaction(transactions, _before, state) {
      return spec.appendTransaction?.call(this, transactions, state, state)
    },
  })
}

function isDragging(view: EditorView): boolean {
  return tableEditingKey.getState(view.state) != null
}

/** The cell where dragging began. */
export function anchorAfter(
  tr: Transaction,
  anchor: number | null,
  old: Transaction['doc'],
  { doc }: EditorState,
): number | null {
  const told = tr.getMeta(tableEditingKey) as number | undefined
  if (told != null) return told === -1 ? null : told
  return placeAfter(tr, anchor, old, doc)
}
