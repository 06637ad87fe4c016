/**
 * Choosing cells by dragging. The cell where the button went down is kept as a place in the text from
 * that moment, and the pointer's cell is the one it is over: on a busy machine the page may have
 * moved before the first move is heard, so that coordinates would name other cells [TX15].
 */
import { type EditorState, type Plugin, PluginKey, Plugin as PluginOf } from 'prosemirror-state'
import { CellSelection, cellAround, inSameTable, tableEditingKey } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { placeAfter } from './place'

const key = new PluginKey<number | null>('pressed-cell')

export function pressedCell(): Plugin<number | null> {
  return new PluginOf<number | null>({
    key,
    state: {
      init: () => null,
      apply(tr, pressed, before, state) {
        const told = tr.getMeta(key) as { pos: number | null } | undefined
        return told ? told.pos : placeAfter(tr, pressed, before.doc, state.doc)
      },
    },
    props: {
      handleDOMEvents: {
        mousedown(view, event) {
          const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey
          const pos = isPlain ? cellAt(view, event.target) : null
          if (pos !== null) follow(view, pos)
          return false
        },
      },
    },
  })
}

/** Until the button is let go. */
function follow(view: EditorView, pos: number): void {
  view.dispatch(view.state.tr.setMeta(key, { pos }))
  const { root } = view
  const move = (event: Event) => choose(view, event as MouseEvent)
  const end = (event: Event) => {
    root.removeEventListener('mousemove', move)
    root.removeEventListener('mouseup', end)
    if (view.isDestroyed) return
    // A pointer that was let go in its last move chose the cell it was let go over.
    if (tableEditingKey.getState(view.state) != null) choose(view, event as MouseEvent)
    const { tr } = view.state
    view.dispatch(tr.setMeta(key, { pos: null }).setMeta(tableEditingKey, -1))
  }
  root.addEventListener('mousemove', move)
  root.addEventListener('mouseup', end)
}

function choose(view: EditorView, event: MouseEvent): void {
  if (view.isDestroyed) return
  const { state } = view
  const pressed = key.getState(state) ?? null
  if (pressed === null || !isCell(state, pressed)) return
  const over = cellAt(view, event.target) ?? cellNear(view, event)
  const isStarting = tableEditingKey.getState(state) == null
  if (over === null || (isStarting && over === pressed)) return
  const [$anchor, $head] = [state.doc.resolve(pressed), state.doc.resolve(over)]
  if (!inSameTable($anchor, $head)) return
  const selection = new CellSelection($anchor, $head)
  if (!isStarting && selection.eq(state.selection)) return
  const tr = state.tr.setSelection(selection)
  view.dispatch(isStarting ? tr.setMeta(tableEditingKey, pressed) : tr)
}

function isCell({ doc }: EditorState, pos: number): boolean {
  const role = doc.nodeAt(pos)?.type.spec.tableRole as string | undefined
  return role?.endsWith('cell') ?? false
}

/** By what the browser says the pointer is over. */
function cellAt(view: EditorView, target: EventTarget | null): number | null {
  const found = target instanceof Element ? target.closest('td, th') : null
  if (!found || !view.dom.contains(found) || found.closest('.page-gap')) return null
  const $cell = cellAround(view.state.doc.resolve(view.posAtDOM(found, 0)))
  return $cell?.pos ?? null
}

/** Beside the table: the nearest one. */
function cellNear(view: EditorView, { clientX, clientY }: MouseEvent): number | null {
  const found = view.posAtCoords({ left: clientX, top: clientY })
  if (!found) return null
  const { doc } = view.state
  const inside = found.inside >= 0 ? cellAround(doc.resolve(found.inside)) : null
  return (inside ?? cellAround(doc.resolve(found.pos)))?.pos ?? null
}
