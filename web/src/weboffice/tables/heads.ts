/**
 * Which cells are headings. The kind of a cell cannot change in the shared text without a new cell, in
 * which what others just write or choose would be lost; so `head` says it, and where it is silent the
 * kind does: documents have cells of both.
 */
import type { DOMOutputSpec, Node, NodeSpec } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { isInTable, selectedRect, splitCell, TableMap, type TableRect } from 'prosemirror-tables'

export function isHead(cell: Node): boolean {
  const { head } = cell.attrs
  return typeof head === 'boolean' ? head : cell.type.spec.tableRole === 'header_cell'
}

/** A cell as the library has it, shown by what `isHead` says. */
export function withHead(spec: NodeSpec): NodeSpec {
  const { toDOM } = spec
  return {
    ...spec,
    attrs: { ...spec.attrs, head: { default: null } },
    toDOM: node => {
      const made = toDOM?.(node)
      if (!Array.isArray(made)) return made as DOMOutputSpec
      return [isHead(node) ? 'th' : 'td', ...made.slice(1)] as unknown as DOMOutputSpec
    },
  }
}

type Axis = 'row' | 'column'

export function hasHeads(state: EditorState, axis: Axis): boolean {
  return isInTable(state) && firstCells(state, axis).every(({ node }) => isHead(node))
}

/** Makes the first row or column headings, or no headings, cell by cell where it stands. */
export function toggleHeads(axis: Axis): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false
    const wanted = !hasHeads(state, axis)
    const other = hasHeads(state, axis === 'row' ? 'column' : 'row')
    const { tr } = state
    firstCells(state, axis).forEach(({ pos, node }, index) => {
      // The corner goes on being what the other axis makes it.
      const isHeading = wanted || (other && index === 0)
      if (isHead(node) !== isHeading) tr.setNodeAttribute(pos, 'head', isHeading)
    })
    dispatch?.(tr)
    return true
  }
}

function firstCells(state: EditorState, axis: Axis): { pos: number; node: Node }[] {
  const { map, table, tableStart } = selectedRect(state)
  const rect =
    axis === 'row'
      ? { left: 0, top: 0, right: map.width, bottom: 1 }
      : { left: 0, top: 0, right: 1, bottom: map.height }
  return map.cellsInRect(rect).flatMap(at => {
    const node = table.nodeAt(at)
    return node ? [{ pos: tableStart + at, node }] : []
  })
}

/** A row or column that comes is a heading where all it stands beside is one. */
export function amongHeads(act: Command, axis: Axis, isBefore: boolean): Command {
  return (state, dispatch) => {
    if (!dispatch || !isInTable(state)) return act(state, dispatch)
    const rect = selectedRect(state)
    const [start, end] = axis === 'row' ? [rect.top, rect.bottom] : [rect.left, rect.right]
    const at = isBefore ? start : end
    return act(state, tr => dispatch(marked(tr, rect.tableStart, axis, at)))
  }
}

function marked(tr: Transaction, tableStart: number, axis: Axis, at: number): Transaction {
  const table = tr.doc.nodeAt(tableStart - 1)
  if (!table) return tr
  const map = TableMap.get(table)
  const along = axis === 'row' ? map.width : map.height
  for (let index = 0; index < along; index += 1) {
    const line = lineOf(map, axis, index)
    const pos = line[at]
    const cell = pos === undefined ? null : table.nodeAt(pos)
    const others = line.filter(one => one !== pos)
    if (pos === undefined || !cell || cell.attrs.head !== null) continue
    const wanted = others.length > 0 && others.every(one => isHead(table.nodeAt(one) as Node))
    if (isHead(cell) !== wanted) tr.setNodeAttribute(tableStart + pos, 'head', wanted)
  }
  return tr
}

/** Across what was added: the cells that the new one stands among. */
function lineOf({ map, width, height }: TableMap, axis: Axis, index: number): number[] {
  if (axis === 'row')
    return Array.from({ length: height }, (_, y) => map[y * width + index] as number)
  return Array.from({ length: width }, (_, x) => map[index * width + x] as number)
}

/** Each part of a cell that was merged is a heading where what it stands among are headings. */
export const splitAmongHeads: Command = (state, dispatch) => {
  if (!dispatch || !isInTable(state)) return splitCell(state, dispatch)
  const rect = selectedRect(state)
  return splitCell(state, tr => dispatch(parted(tr, rect)))
}

function parted(tr: Transaction, rect: TableRect): Transaction {
  const table = tr.doc.nodeAt(rect.tableStart - 1)
  if (!table) return tr
  const map = TableMap.get(table)
  const headAt = (x: number, y: number) => isHead(cellAt(table, map, x, y))
  if (!headAt(rect.left, rect.top)) return tr
  const wanted = headings(rect, map, headAt)
  for (const pos of map.cellsInRect(rect)) {
    const { left, top } = map.findCell(pos)
    const isHeading = wanted(left, top)
    if (headAt(left, top) !== isHeading) {
      tr.setNodeAttribute(rect.tableStart + pos, 'head', isHeading)
    }
  }
  return tr
}

type At = (x: number, y: number) => boolean

/** By the row's other cells, or the column's; where none is, by where its first part stands. */
function headings({ left, top, right, bottom }: TableRect, map: TableMap, headAt: At): At {
  const row = (y: number) => all(map.width, [left, right], x => headAt(x, y))
  const column = (x: number) => all(map.height, [top, bottom], y => headAt(x, y))
  const isOfRow = row(top) ?? true
  return (x, y) => (row(y) ?? y === top) || (column(x) ?? !isOfRow)
}

function cellAt(table: Node, { map, width }: TableMap, x: number, y: number): Node {
  return table.nodeAt(map[y * width + x] ?? 0) as Node
}

function all(
  length: number,
  [start, end]: readonly [number, number],
  holds: (index: number) => boolean,
): boolean | undefined {
  const others = Array.from({ length }, (_, at) => at).filter(at => at < start || at >= end)
  return others.length > 0 ? others.every(holds) : undefined
}
