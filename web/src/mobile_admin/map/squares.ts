/** Squares while they are looked at: read once, those that are shown now. */
import { useEffect, useReducer, useRef, useState } from 'react'
import { type Cell, idOf } from './cells'
import { readSquare, type Square } from './square'

/** Null where it is not to be had now. */
export type Source = (cell: Cell) => Promise<Uint8Array | null>

export interface Placed {
  readonly cell: Cell
  readonly square: Square
}

const MOST_KEPT = 600
const AGAIN_MS = 10_000

export interface Squares {
  readonly there: readonly Placed[]
  /** Of those that are shown, which could not be had. */
  readonly missing: readonly Cell[]
}

export function useSquares(cells: readonly Cell[], source: Source): Squares {
  const from = useRef(source)
  const kept = useRef(new Map<string, Square | null>())
  const asked = useRef(new Set<string>())
  const [, redraw] = useState(0)
  const [round, again] = useReducer((count: number) => count + 1, 0)
  if (from.current !== source) {
    from.current = source
    kept.current.clear()
    asked.current.clear()
  }
  const wanted = cells.map(idOf).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` is what `cells` say, and each `round` asks anew
  useEffect(() => {
    // Each for itself: what lies on the phone does not wait for what a line brings.
    for (const cell of cells) {
      const id = idOf(cell)
      if (kept.current.get(id) || asked.current.has(id)) continue
      asked.current.add(id)
      void readFrom(source, cell).then(square => {
        if (from.current !== source) return
        asked.current.delete(id)
        kept.current.set(id, square)
        redraw(count => count + 1)
      })
    }
    forget(kept.current, new Set(wanted.split(' ')))
  }, [wanted, source, round])
  const missing = cells.filter(cell => kept.current.get(idOf(cell)) === null)
  useAgain(missing.length > 0, again)
  const there = cells.flatMap((cell): Placed[] => {
    const square = kept.current.get(idOf(cell))
    return square ? [{ cell, square }] : []
  })
  return { there, missing }
}

/** What could not be had is asked for again: a line comes back, or the day's fetching brings it. */
function useAgain(isMissing: boolean, again: () => void): void {
  useEffect(() => {
    if (!isMissing) return
    const timer = setInterval(again, AGAIN_MS)
    addEventListener('online', again)
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
    }
  }, [isMissing, again])
}

/** A square that cannot be read is as one that is not there. */
async function readFrom(source: Source, cell: Cell): Promise<Square | null> {
  try {
    const bytes = await source(cell)
    return bytes && readSquare(bytes)
  } catch {
    return null
  }
}

/** The oldest go first, those that are shown never. */
function forget(kept: Map<string, Square | null>, shown: ReadonlySet<string>): void {
  for (const [id, square] of kept) {
    if (!shown.has(id) && (square === null || kept.size > MOST_KEPT)) kept.delete(id)
  }
}
