/**
 * The squares of the map around the places of the day, so that they are there without a line. Which
 * blob is which square is sealed as well: their numbers would say where one goes [FO9] [MP5].
 */
import { type Cell, idOf, needed } from '../../map/cells'
import { type GroundMap, squareBytes } from '../../map/fetch'
import { keep, own } from '../own'
import { freshId } from '../store/ids'
import type { Change, Shelf } from '../store/shelf'
import { ask } from '../sync/wire'
import type { Point } from './route'

export interface KeptMap {
  /** Empty where the agency has brought no map. */
  readonly revision: string
  readonly sources: readonly string[]
  /** The blob of each square that is here. */
  readonly squares: Readonly<Record<string, string>>
}

export const NO_MAP: KeptMap = { revision: '', sources: [], squares: {} }
const BLOB = 'square.'

export async function readMap(shelf: Shelf): Promise<KeptMap> {
  return (await shelf.read<KeptMap>('fact', 'map')) ?? NO_MAP
}

/** Each is kept as it comes; false where the line ended. The day's work does not wait for it. */
export async function fetchGround(shelf: Shelf, places: readonly Point[]): Promise<boolean> {
  const answer = await ask<GroundMap>('/api/field/map')
  if (answer.kind !== 'ok') return false
  const { revision, sources } = answer.value
  const cells = revision === '' ? [] : needed(places)
  const before = await readMap(shelf)
  const squares = before.revision === revision ? await stillThere(shelf, before, cells) : {}
  await keep(await changesTo(shelf, { revision, sources, squares }))
  for (const cell of cells.filter(cell => !(idOf(cell) in squares))) {
    const bytes = await squareBytes(cell, revision)
    // Nothing is written behind somebody who has locked the pocket or signed out meanwhile [FO13].
    if (bytes === null || own.get()?.shelf !== shelf) return false
    const blob = BLOB + freshId()
    squares[idOf(cell)] = blob
    // Not told to the screen one by one: it asks the suite for what is not here yet.
    await shelf.write([
      { kind: 'blob', id: blob, bytes },
      { kind: 'fact', id: 'map', value: { revision, sources, squares } satisfies KeptMap },
    ])
  }
  return true
}

/** With the day that it was fetched for, the ground goes as well. */
export async function withoutGround(shelf: Shelf): Promise<Change[]> {
  const { squares, ...map } = await readMap(shelf)
  return Object.keys(squares).length > 0 ? changesTo(shelf, { ...map, squares: {} }) : []
}

async function stillThere(shelf: Shelf, { squares }: KeptMap, cells: readonly Cell[]) {
  const blobs = new Set(await shelf.ids('blob'))
  const kept = cells.flatMap((cell): [string, string][] => {
    const blob = squares[idOf(cell)]
    return blob !== undefined && blobs.has(blob) ? [[idOf(cell), blob]] : []
  })
  return Object.fromEntries(kept)
}

async function changesTo(shelf: Shelf, map: KeptMap): Promise<Change[]> {
  const named = new Set(Object.values(map.squares))
  const blobs = (await shelf.ids('blob')).filter(id => id.startsWith(BLOB) && !named.has(id))
  return [
    { kind: 'fact', id: 'map', value: map },
    ...blobs.map((id): Change => ({ kind: 'blob', id, gone: true })),
  ]
}
