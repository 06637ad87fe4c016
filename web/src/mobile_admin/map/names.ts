/** Which names are written, and where: the important ones first, none upon another. */

import { idOf } from './cells'
import { type Kind, type Name, UNITS } from './square'
import type { Placed } from './squares'
import { metresOf, SIDE, spotOf, type View } from './view'

const NAME_SIZE = 28 // in a drawing of side 1000; on a phone that is 10 px
const PLACE_SIZE = 32
const MOST = 40
// A place's name may reach over the edge of the picture, but must begin within.
const EDGE = 60

export interface Room {
  readonly x: number
  readonly y: number
  /** Half of the width and of the height. */
  readonly w: number
  readonly h: number
}

export interface PlacedName {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly name: Name
}

/** In the drawing's units. */
export function placedNames(
  squares: readonly Placed[],
  view: View,
  taken: readonly Room[],
): PlacedName[] {
  const span = metresOf(view)
  const found = squares
    .flatMap(placed => placed.square.names.map(name => at(placed, name, view)))
    .filter(({ name }) => isWritten(name, span))
    .sort((a, b) => weight(a.name) - weight(b.name) || (a.id < b.id ? -1 : 1))
  const full = [...taken]
  const written = new Set<string>()
  const kept: PlacedName[] = []
  for (const each of found) {
    const room = roomOf(each)
    const isOut =
      Math.abs(each.x - SIDE / 2) > SIDE || Math.abs(each.y - SIDE / 2) > SIDE / 2 - EDGE
    if (kept.length >= MOST || isOut || (isLong(each.name) && written.has(each.name.text))) continue
    if (full.some(other => isUpon(room, other))) continue
    full.push(room)
    written.add(each.name.text)
    kept.push(each)
  }
  return kept
}

function at({ cell, square }: Placed, name: Name, view: View): PlacedName {
  const many = 2 ** cell.level
  const spot = { x: (cell.x + name.x / UNITS) / many, y: (cell.y + name.y / UNITS) / many }
  return { id: `${idOf(cell)}/${square.names.indexOf(name)}`, ...spotOf(spot, view), name }
}

// How many metres the side of the picture may be for a name of that rank, the last for all below.
const SEEN: Readonly<Record<Kind, readonly number[]>> = {
  places: [200_000, 40_000, 7_000, 3_000],
  roads: [20_000, 8_000, 2_500, 1_000],
  buildings: [900],
  water: [12_000],
  green: [12_000],
  rail: [12_000],
}

function isWritten({ kind, rank }: Name, span: number): boolean {
  const seen = SEEN[kind]
  return span < (seen[Math.min(rank, seen.length - 1)] ?? 0)
}

/** A road or a river of many squares is named once; two houses of one name are two. */
function isLong({ kind }: Name): boolean {
  return kind === 'roads' || kind === 'rail' || kind === 'water'
}

function weight({ kind, rank }: Name): number {
  return (kind === 'places' ? 0 : kind === 'buildings' ? 20 : 10) + rank
}

/** Hangul is as wide as it is high. */
function roomOf({ x, y, name }: PlacedName): Room {
  const size = name.kind === 'places' ? PLACE_SIZE : NAME_SIZE
  return { x, y, w: (name.text.length * size) / 2 + 8, h: size / 2 + 6 }
}

function isUpon(a: Room, b: Room): boolean {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h
}
