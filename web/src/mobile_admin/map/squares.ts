/** Squares while they are looked at: read once, those that are shown now. */
import { useEffect, useRef, useState } from 'react'
import { type Cell, idOf } from './cells'
import { readSquare, type Square } from './square'

/** Null where it is not to be had now. */
export type Source = (cell: Cell) => Promise<Uint8Array | null>

export interface Placed {
  readonly cell: Cell
  readonly square: Square
}

const MOST_KEPT = 200

export interface Squares {
  readonly there: readonly Placed[]
  readonly isComing: boolean
  /** Of those that are shown, which could not be had. */
  readonly missing: readonly Cell[]
}

export function useSquares(cells: readonly Cell[], source: Source): Squares {
  const kept = useRef(new Map<string, Square | null>())
  const from = useRef(source)
  const [, redraw] = useState(0)
  if (from.current !== source) {
    from.current = source
    kept.current.clear()
  }
  const ids = cells.map(idOf)
  const wanted = ids.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` is what `cells` say
  useEffect(() => {
    let isHere = true
    const missing = cells.filter(cell => !kept.current.has(idOf(cell)))
    if (missing.length === 0) return
    void Promise.all(
      missing.map(async cell => {
        const bytes = await source(cell)
        if (from.current === source) kept.current.set(idOf(cell), bytes && readSquare(bytes))
      }),
    ).then(() => {
      forget(kept.current, new Set(ids))
      if (isHere) redraw(count => count + 1)
    })
    return () => {
      isHere = false
    }
  }, [wanted, source])
  const there = cells.flatMap((cell): Placed[] => {
    const square = kept.current.get(idOf(cell))
    return square ? [{ cell, square }] : []
  })
  return {
    there,
    isComing: ids.some(id => !kept.current.has(id)),
    missing: cells.filter(cell => kept.current.get(idOf(cell)) === null),
  }
}

/** The oldest go first, those that are shown never; what could not be had is asked for again later. */
function forget(kept: Map<string, Square | null>, shown: ReadonlySet<string>): void {
  for (const [id, square] of kept) {
    if (!shown.has(id) && (square === null || kept.size > MOST_KEPT)) kept.delete(id)
  }
}
