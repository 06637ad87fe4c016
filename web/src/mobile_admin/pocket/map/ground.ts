/** The ground beneath the day's places: from this phone first, and where there is a line, more of it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Cell, idOf } from '../../map/cells'
import { squareBytes } from '../../map/fetch'
import { readMap } from '../day/ground'
import { kept, own } from '../own'

const keptMap = kept(readMap, 'map')

export function useGround() {
  const { revision, sources } = useSuspenseQuery(keptMap).data
  const source = useCallback((cell: Cell) => squareOf(cell, revision), [revision])
  return { revision, sources, source }
}

async function squareOf(cell: Cell, revision: string): Promise<Uint8Array | null> {
  if (revision === '') return new Uint8Array()
  return (await squareHere(cell)) ?? squareBytes(cell, revision)
}

async function squareHere(cell: Cell): Promise<Uint8Array | null> {
  const shelf = own.get()?.shelf
  const blob = shelf && (await readMap(shelf)).squares[idOf(cell)]
  return blob ? shelf.bytes(blob) : null
}
