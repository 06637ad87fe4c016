/** What lies beneath: water, green, buildings and roads first, then the names that find room. */
import { memo } from 'react'
import s from './ground.module.css'
import { placedNames, type Room } from './names'
import { type Kind, type Square, UNITS } from './square'
import type { Placed } from './squares'
import { metresOf, type View } from './view'

interface GroundProps {
  readonly squares: readonly Placed[]
  readonly view: View
  /** Of the drawing's side, in its units. */
  readonly side: number
  /** Where no name may stand. */
  readonly taken?: readonly Room[]
}

interface Pass {
  readonly kind: Kind
  readonly ranks: readonly number[]
  readonly look: string
}

const ALL = [0, 1, 2, 3]
// Edges of all roads come before the first road, and wide roads lie upon narrow ones.
const PASSES: readonly Pass[] = [
  { kind: 'green', ranks: ALL, look: 'green' },
  { kind: 'water', ranks: ALL, look: 'water' },
  { kind: 'buildings', ranks: ALL, look: 'buildings' },
  { kind: 'rail', ranks: ALL, look: 'rail' },
  { kind: 'roads', ranks: ALL, look: 'edge' },
  { kind: 'roads', ranks: [3], look: 'road' },
  { kind: 'roads', ranks: [2], look: 'road' },
  { kind: 'roads', ranks: [1], look: 'road' },
  { kind: 'roads', ranks: [0], look: 'road' },
]
const USUAL_M = 2_000

export function Ground({ squares, view, side, taken = [] }: GroundProps) {
  const wide = Math.min(2.5, Math.max(0.5, Math.sqrt(USUAL_M / metresOf(view))))
  const fitted = squares.map(placed => ({ ...placed, transform: transformOf(placed, view, side) }))
  return (
    <g className={s.ground} style={{ '--wide': wide } as React.CSSProperties} aria-hidden>
      {PASSES.map(pass => (
        <g key={pass.look + pass.kind + pass.ranks.join('')}>
          {fitted.map(({ cell, square, transform }) => (
            <g key={`${cell.level}/${cell.x}/${cell.y}`} transform={transform}>
              <Shapes square={square} pass={pass} />
            </g>
          ))}
        </g>
      ))}
      {placedNames(squares, view, side, taken).map(({ id, x, y, name }) => (
        <text key={id} x={x} y={y} className={name.kind === 'places' ? s.place : s.name}>
          {name.text}
        </text>
      ))}
    </g>
  )
}

/** Doubles here: SVG's own numbers are too coarse for a share of the world. */
function transformOf({ cell }: Placed, view: View, side: number): string {
  const many = 2 ** cell.level
  const at = (tile: number, middle: number) => ((tile / many - middle) / view.span + 0.5) * side
  const scale = side / (view.span * many * UNITS)
  return `translate(${at(cell.x, view.x)} ${at(cell.y, view.y)}) scale(${scale})`
}

const Shapes = memo(function Shapes({
  square,
  pass,
}: {
  readonly square: Square
  readonly pass: Pass
}) {
  return square.shapes
    .filter(({ kind, rank }) => kind === pass.kind && pass.ranks.includes(rank))
    .map(({ rank, isArea, d }) => (
      <path
        key={`${rank}${isArea}`}
        d={d}
        className={`${s[pass.look]} ${isArea ? s.area : s.line}`}
        data-rank={rank}
      />
    ))
})
