/** Making columns wider: by dragging the edge between two of them, or by keys and the menu. */
import type { Node } from 'prosemirror-model'
import { type Command, type EditorState, Plugin } from 'prosemirror-state'
import { cellAround, isInTable, selectedRect } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { showShares } from './face'
import { lay } from './layout'
import { oneStep } from './one-step'
import { columnsOf, evenShares, setShares, sharesOf, withEdgeMoved } from './widths'

const STEP = 0.02
const NEAR_PX = 5

interface Place {
  readonly pos: number
  readonly table: Node
  /** The column before the edge. */
  readonly column: number
}

/** As the cells say, else as the sheet shows them. */
function sharesNow(table: Node, pos: number, view?: EditorView): number[] {
  const even = evenShares(columnsOf(table))
  return sharesOf(table) ?? (view && shownShares(view, pos, table)) ?? even
}

function shownShares(view: EditorView, pos: number, table: Node): number[] | null {
  const widths: number[] = []
  for (const cell of lay(table).flatMap(({ cells }) => cells)) {
    const dom = cell.wide === 1 && view.nodeDOM(pos + cell.pos)
    if (dom instanceof Element) widths[cell.column] ||= dom.getBoundingClientRect().width
  }
  const every = Array.from({ length: columnsOf(table) }, (_, column) => widths[column] ?? 0)
  const whole = every.reduce((sum, width) => sum + width, 0)
  return every.every(width => width > 0) ? every.map(width => width / whole) : null
}

/** The chosen column takes from the one behind it, the last from the one before it. */
export function widen(by: 1 | -1): Command {
  return (state, dispatch, view) => {
    if (!isInTable(state)) return false
    const { table, tableStart, left, right, map } = selectedRect(state)
    if (map.width < 2 || right - left === map.width) return false
    const isLast = right === map.width
    const place = { pos: tableStart - 1, table, column: isLast ? left - 1 : right - 1 }
    const now = sharesNow(table, place.pos, view)
    const wanted = withEdgeMoved(now, place.column, (isLast ? -by : by) * STEP)
    if (dispatch) dispatch(withShares(state, place, wanted))
    return true
  }
}

export const evenColumns: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  const { table, tableStart } = selectedRect(state)
  if (!sharesOf(table)) return false
  if (dispatch) dispatch(withShares(state, { pos: tableStart - 1 }, evenShares(columnsOf(table))))
  return true
}

function withShares({ tr }: EditorState, { pos }: { pos: number }, shares: readonly number[]) {
  setShares(tr, pos, shares)
  return tr
}

export function columnEdges(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousemove(view, event) {
          if (event.buttons === 0)
            view.dom.toggleAttribute('data-column-edge', !!edgeAt(view, event))
          return false
        },
        mousedown(view, event) {
          const cell = event.button === 0 && !view.composing && edgeAt(view, event)
          if (!cell) return false
          event.preventDefault()
          drag(view, cell, event.clientX)
          return true
        },
      },
    },
  })
}

/** The cell whose right or left edge is there, and which. */
interface Edge {
  readonly cell: HTMLElement
  readonly side: 'left' | 'right'
}

function edgeAt(view: EditorView, { target, clientX }: MouseEvent): Edge | null {
  const cell = target instanceof Element && target.closest<HTMLElement>('td, th')
  if (!view.editable || !cell || cell.closest('.page-gap')) return null
  const { left, right } = cell.getBoundingClientRect()
  const side = right - clientX <= NEAR_PX ? 'right' : 'left'
  if (side === 'left' && clientX - left > NEAR_PX) return null
  return placeOf(view, { cell, side }) && { cell, side }
}

function placeOf(view: EditorView, { cell, side }: Edge): Place | null {
  if (!view.dom.contains(cell)) return null
  const $cell = cellAround(view.state.doc.resolve(view.posAtDOM(cell, 0)))
  if (!$cell) return null
  const [pos, table] = [$cell.before(-1), $cell.node(-1)]
  const laid = lay(table).flatMap(({ cells }) => cells)
  const own = laid.find(one => pos + one.pos === $cell.pos)
  if (!own) return null
  const column = side === 'right' ? own.column + own.wide - 1 : own.column - 1
  return column >= 0 && column < columnsOf(table) - 1 ? { pos, table, column } : null
}

/** Until the button goes up; Escape leaves all as it was, and so does a table that another changed. */
function drag(view: EditorView, edge: Edge, from: number): void {
  const shown = edge.cell.closest('table')
  const columns = shown?.querySelector('colgroup')
  const begun = placeOf(view, edge)
  if (!shown || !columns || !begun) return
  const wide = shown.getBoundingClientRect().width || 1
  const before = sharesNow(begun.table, begun.pos, view)
  let wanted = before
  const listening = new AbortController()
  const end = (isMeant: boolean) => {
    listening.abort()
    const pos = tableAt(view, shown)
    if (pos === null) return
    if (isMeant && wanted !== before) oneStep(sized(pos, wanted))(view.state, view.dispatch, view)
    const now = view.state.doc.nodeAt(pos)
    showShares(columns, now && sharesOf(now))
  }
  const move = ({ buttons, clientX }: MouseEvent) => {
    if (buttons === 0) return end(true)
    wanted = withEdgeMoved(before, begun.column, (clientX - from) / wide)
    showShares(columns, wanted)
  }
  const { signal } = listening
  addEventListener('mousemove', move, { signal })
  addEventListener('mouseup', () => end(true), { signal })
  addEventListener('keydown', ({ key }) => key === 'Escape' && end(false), { signal })
}

/** By the table: its cells are drawn anew when they get a width. */
function tableAt(view: EditorView, shown: HTMLTableElement): number | null {
  const body = shown.tBodies[0]
  if (view.isDestroyed || !body || !view.dom.contains(body)) return null
  const pos = view.posAtDOM(body, 0) - 1
  return view.state.doc.nodeAt(pos)?.type.spec.tableRole === 'table' ? pos : null
}

function sized(pos: number, shares: readonly number[]): Command {
  return (state, dispatch) => {
    const table = state.doc.nodeAt(pos)
    if (!table || columnsOf(table) !== shares.length) return false
    dispatch?.(withShares(state, { pos }, shares))
    return true
  }
}
