/**
 * What makes a table rectangular again after several people changed its rows, columns and merges at
 * once. All of it but a new cell comes to the same whoever does it, and however many do; a cell that
 * two added is one too many, and the blank one goes again [TX14]. Pure.
 */
import type { Node } from 'prosemirror-model'
import { isHead } from './heads'
import { isBlank, type Laid, lay, type Row } from './layout'

export type Repair =
  | { readonly kind: 'span'; readonly pos: number; readonly wide: number; readonly tall: number }
  | { readonly kind: 'drop'; readonly pos: number; readonly size: number }
  | { readonly kind: 'add'; readonly pos: number; readonly head: boolean; readonly count: number }

/** The first kind of what is wrong, from the last place to the first; what is left shows after it. */
export function repairsOf(table: Node): Repair[] {
  const rows = lay(table)
  if (rows.every(({ width }) => width === 0))
    return [{ kind: 'drop', pos: 0, size: table.nodeSize }]
  const cut = cutSpans(rows)
  if (cut.length > 0) return cut
  const narrow = narrowed(rows)
  if (narrow.length > 0) return narrow
  const wanted = widthOf(rows)
  for (const find of [stretched, shrunk, dropped]) {
    const found = find(rows, wanted)
    if (found.length > 0) return found.reverse()
  }
  return added(rows, Math.max(...rows.map(({ width }) => width))).reverse()
}

/** Rows that come later are new ones more often: the first that says something knows best. */
function widthOf(rows: readonly Row[]): number {
  const told = rows.find(({ cells }) => cells.some(({ node }) => !isBlank(node)))
  return (told ?? rows[0])?.width ?? 0
}

function span({ pos, node }: Laid, size: { wide?: number; tall?: number }): Repair {
  const { colspan, rowspan } = node.attrs
  return { kind: 'span', pos, wide: size.wide ?? colspan, tall: size.tall ?? rowspan }
}

/** A cell that reaches below the table, or over one that reaches down from above. */
function cutSpans(rows: readonly Row[]): Repair[] {
  const isCut = ({ node: { attrs }, wide, tall }: Laid) =>
    attrs.colspan !== wide || attrs.rowspan !== tall
  return rows.flatMap(({ cells }) => cells.filter(isCut).map(cell => span(cell, cell)))
}

/** A merge was taken back after a column had come into it: it alone reaches too far. */
function narrowed(rows: readonly Row[]): Repair[] {
  const told = rows.filter(({ cells }) => cells.some(({ node }) => !isBlank(node)))
  const least = Math.min(...told.map(({ width }) => width))
  const [wider, ...more] = told.filter(({ width }) => width > least)
  if (!wider || more.length > 0) return []
  const merged = wider.cells.filter(({ wide }) => wide > 1).sort((a, b) => b.wide - a.wide)[0]
  if (!merged) return []
  return [span(merged, { wide: Math.max(merged.wide - (wider.width - least), 1) })]
}

function endsAbove(rows: readonly Row[], row: number): Laid[] {
  const above = rows.slice(0, row).flatMap(({ cells }) => cells)
  return above.filter(cell => cell.tall > 1 && cell.row + cell.tall === row)
}

/** A row that came into a merge while it was made pushed the merge's last row out of it. */
function stretched(rows: readonly Row[], wanted: number): Repair[] {
  return rows.flatMap(({ width, cells }, row) => {
    const cell = endsAbove(rows, row).find(({ wide }) => wide <= wanted - width)
    if (!cell) return []
    const within = rows.slice(cell.row + 1, row)
    const isPushed = within.some(one => one.width > wanted)
    const isOld = cells.some(({ node }) => !isBlank(node))
    return isPushed || isOld ? [span(cell, { tall: cell.tall + 1 })] : []
  })
}

/** A row went out of a merge while another came: the merge reaches too far. */
function shrunk(rows: readonly Row[], wanted: number): Repair[] {
  return rows.flatMap((one, row) => {
    const surplus = one.width - wanted
    if (surplus <= 0 || blanks(one, surplus).length > 0) return []
    const cell = endsAbove(rows, row + 1).find(({ wide }) => wide <= surplus)
    return cell ? [span(cell, { tall: cell.tall - 1 })] : []
  })
}

function dropped(rows: readonly Row[], wanted: number): Repair[] {
  return rows.flatMap(row =>
    blanks(row, row.width - wanted)
      .reverse()
      .map(({ pos, node }): Repair => ({ kind: 'drop', pos, size: node.nodeSize })),
  )
}

/** From the row's end, as many as there are too many. */
function blanks({ cells }: Row, surplus: number): Laid[] {
  let left = surplus
  return [...cells].reverse().filter(({ node, wide, tall }) => {
    if (!isBlank(node) || tall > 1 || wide > left) return false
    left -= wide
    return true
  })
}

/** Under a column that is blank where it is known, else at the row's end. */
function added(rows: readonly Row[], wanted: number): Repair[] {
  const gaps = blankColumns(rows, wanted)
  return rows.flatMap(({ node, pos, width, cells }): Repair[] => {
    const count = wanted - width
    if (count <= 0) return []
    const head = node.firstChild !== null && isHead(node.firstChild)
    const end = pos + node.nodeSize - 1
    const isPlain = cells.length === width
    if (!isPlain || gaps.length !== count) return [{ kind: 'add', pos: end, head, count }]
    return gaps.map((column, before) => {
      return { kind: 'add', pos: cells[column - before]?.pos ?? end, head, count: 1 }
    })
  })
}

/** A column that came, or came back, while a row was away is blank in all rows that have it. */
function blankColumns(rows: readonly Row[], wanted: number): number[] {
  const whole = rows.filter(({ width }) => width === wanted)
  const isBlankIn = ({ cells }: Row, at: number) =>
    cells.some(({ column, wide, node }) => column === at && wide === 1 && isBlank(node))
  return Array.from({ length: wanted }, (_, at) => at).filter(at =>
    whole.every(one => isBlankIn(one, at)),
  )
}
