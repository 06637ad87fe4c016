/** The bill of divisions in somebody's own order, which stands in the address. */
import type { Sorting } from '@/kit/table'
import type { Row } from './state'

/** What each column is sorted by. */
export const BY: { readonly [column: string]: (row: Row) => string | number } = {
  name: ({ name }) => name,
  people: ({ people }) => people,
  held: ({ held_hours, warm_hours }) => held_hours + warm_hours,
  kwh: ({ kwh }) => kwh,
  total: ({ total }) => total,
  forecast: ({ forecast }) => forecast,
  budget: ({ budget }) => budget?.share ?? -1,
}

export function orderOf(address: URLSearchParams): Sorting | null {
  const said = address.get('sort') ?? ''
  const column = said.replace(/^-/, '')
  if (!Object.hasOwn(BY, column)) return null
  return { column, direction: said.startsWith('-') ? 'descending' : 'ascending' }
}

/** What is nobody's stays the last; without an order, as the server has them. */
export function inOrder(rows: readonly Row[], order: Sorting | null): readonly Row[] {
  const by = order && BY[order.column]
  if (!by) return rows
  const sign = order.direction === 'descending' ? -1 : 1
  const isShared = ({ division_id }: Row) => Number(division_id === null)
  return [...rows].sort((a, b) => isShared(a) - isShared(b) || sign * compare(by(a), by(b)))
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' ? a.localeCompare(String(b), 'ko') : a - Number(b)
}
