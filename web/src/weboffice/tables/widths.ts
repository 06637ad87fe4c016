/**
 * How wide a table's columns are. Each cell keeps the weights of its columns; of each column the
 * first cell that names it decides, and one that none names is of the mean width: whatever two do
 * at once, all see the same [TX16]. weboffice/paper/columns.py reads and writes the same. Pure.
 */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { lay } from './layout'

const WHOLE = 1000
const HEAVIEST = 100_000
/** Of the table: a column never gets narrower by hand. */
const LEAST = 0.04

function asWeight(value: unknown): number {
  return typeof value === 'number' && value > 0 && value <= HEAVIEST ? value : 0
}

/** Shares of the whole by column; null where no cell says anything. */
export function sharesOf(table: Node): number[] | null {
  const rows = lay(table)
  const found: number[] = []
  for (const { node, column, wide } of rows.flatMap(({ cells }) => cells)) {
    const told: unknown = node.attrs.colwidth
    if (!Array.isArray(told) || told.length !== wide) continue
    told.forEach((value, index) => {
      found[column + index] ||= asWeight(value)
    })
  }
  const said = found.filter(weight => weight > 0)
  if (said.length === 0) return null
  const mean = said.reduce((sum, weight) => sum + weight, 0) / said.length
  const every = Array.from({ length: columnsOf(table) }, (_, column) => found[column] || mean)
  const whole = every.reduce((sum, weight) => sum + weight, 0)
  return every.map(weight => weight / whole)
}

export function columnsOf(table: Node): number {
  return Math.max(0, ...lay(table).map(({ width }) => width))
}

export function evenShares(columns: number): number[] {
  return Array.from({ length: columns }, () => 1 / columns)
}

/** The edge behind `column` goes by a share of the whole to the right; the table stays as wide. */
export function withEdgeMoved(shares: readonly number[], column: number, by: number): number[] {
  const [left, right] = [shares[column], shares[column + 1]]
  if (left === undefined || right === undefined) return [...shares]
  const [least, most] = [Math.min(LEAST - left, 0), Math.max(right - LEAST, 0)]
  const moved = Math.min(Math.max(by, least), most)
  return shares.map((share, index) => {
    if (index === column) return share + moved
    return index === column + 1 ? share - moved : share
  })
}

/** Written into every cell, so that a row that goes takes nothing with it; null: all alike. */
export function setShares(tr: Transaction, pos: number, shares: readonly number[] | null): void {
  const table = tr.doc.nodeAt(pos)
  if (!table) return
  for (const cell of lay(table).flatMap(({ cells }) => cells)) {
    const own = shares?.slice(cell.column, cell.column + cell.wide)
    const weights = own?.map(share => Math.max(Math.round(share * WHOLE), 1)) ?? null
    const isSame = JSON.stringify(weights) === JSON.stringify(cell.node.attrs.colwidth)
    if (!isSame) tr.setNodeAttribute(pos + cell.pos, 'colwidth', weights)
  }
}
