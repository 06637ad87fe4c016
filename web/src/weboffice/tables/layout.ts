/** Where a table's cells stand, also where its rows do not fit together. Pure. */
import type { Node } from 'prosemirror-model'

export interface Laid {
  readonly node: Node
  /** From the table's start. */
  readonly pos: number
  readonly row: number
  readonly column: number
  /** Columns and rows for which there is room, at most what the cell wants. */
  readonly wide: number
  readonly tall: number
}

export interface Row {
  readonly node: Node
  readonly pos: number
  readonly cells: readonly Laid[]
  /** Columns that its cells and those from above take. */
  readonly width: number
}

export function lay(table: Node): Row[] {
  const rows: Row[] = []
  /** By column: how many rows the cell above still reaches down. */
  let reach: number[] = []
  table.forEach((node, offset, row) => {
    const next = reach.map(left => Math.max(left - 1, 0))
    const cells: Laid[] = []
    let column = 0
    let pos = offset + 2
    node.forEach(cell => {
      while ((reach[column] ?? 0) > 0) column += 1
      const wide = roomAt(reach, column, cell.attrs.colspan)
      const tall = Math.min(cell.attrs.rowspan, table.childCount - row)
      cells.push({ node: cell, pos, row, column, wide, tall })
      for (let at = column; at < column + wide; at += 1) next[at] = tall - 1
      column += wide
      pos += cell.nodeSize
    })
    const covered = reach.filter(left => left > 0).length
    const own = cells.reduce((sum, { wide }) => sum + wide, 0)
    rows.push({ node, pos: offset + 1, cells, width: covered + own })
    reach = Array.from(next, left => left ?? 0)
  })
  return rows
}

function roomAt(reach: readonly number[], column: number, wanted: number): number {
  let wide = 1
  while (wide < wanted && (reach[column + wide] ?? 0) === 0) wide += 1
  return wide
}

/** Nothing stands in it. */
export function isBlank(cell: Node): boolean {
  return cell.childCount === 1 && cell.firstChild?.content.size === 0
}
