/** The cells of a table that is pasted, and which places they take. */
import { BOUNDS } from './bounds'

/** Which places of a table are taken by the cells before. */
export class Grid {
  private readonly taken = new Set<string>()

  get isBegun(): boolean {
    return this.taken.size > 0
  }

  next(y: number, x: number): number {
    let at = x
    while (this.taken.has(`${y},${at}`)) at += 1
    return at
  }

  free(y: number, x: number): number {
    let wide = 1
    while (x + wide < BOUNDS.columns && !this.taken.has(`${y},${x + wide}`)) wide += 1
    return wide
  }

  take(y: number, x: number, tall: number, wide: number): void {
    for (let dy = 0; dy < tall; dy += 1) {
      for (let dx = 0; dx < wide; dx += 1) this.taken.add(`${y + dy},${x + dx}`)
    }
  }
}

export function rowsOf(table: Element): Element[] {
  return [...table.children].flatMap(child => {
    if (/^TR$/i.test(child.tagName)) return [child]
    if (!/^T(BODY|HEAD|FOOT)$/i.test(child.tagName)) return []
    return [...child.children].filter(row => /^TR$/i.test(row.tagName))
  })
}

export function spanOf(cell: Element, name: string): number {
  const said = Number.parseInt(cell.getAttribute(name) ?? '1', 10)
  return Number.isFinite(said) ? Math.min(Math.max(said, 1), 1_000) : 1
}
