/** What lies beneath: water, green, buildings and roads first, then the names that find room. */
import { memo, useId } from 'react'
import { type Cell, idOf } from './cells'
import s from './ground.module.css'
import { placedNames, type Room } from './names'
import { type Kind, type Square, UNITS } from './square'
import type { Placed, Squares } from './squares'
import { metresOf, SIDE, spotOf, type View } from './view'

interface GroundProps {
  readonly squares: Squares
  /** Of the district, where streets are missing. */
  readonly coarse: readonly Placed[]
  readonly view: View
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

export function Ground({ squares, coarse, view, taken = [] }: GroundProps) {
  const clip = useId()
  const wide = Math.min(2.5, Math.max(0.5, Math.sqrt(USUAL_M / metresOf(view))))
  const { there, missing } = squares
  return (
    <g className={s.ground} style={{ '--wide': wide } as React.CSSProperties} aria-hidden>
      {coarse.length > 0 && (
        <>
          <clipPath id={clip}>
            {missing.map(cell => (
              <rect key={idOf(cell)} width={UNITS} height={UNITS} transform={placed(cell, view)} />
            ))}
          </clipPath>
          <g clipPath={`url(#${clip})`}>
            <Passes squares={coarse} view={view} />
          </g>
        </>
      )}
      <Passes squares={there} view={view} />
      {placedNames([...there, ...coarse], view, taken).map(({ id, x, y, name }) => (
        <text key={id} x={x} y={y} className={name.kind === 'places' ? s.place : s.name}>
          {name.text}
        </text>
      ))}
    </g>
  )
}

function Passes({ squares, view }: { readonly squares: readonly Placed[]; readonly view: View }) {
  return PASSES.map(pass => (
    <g key={pass.look + pass.kind + pass.ranks.join('')}>
      {squares.map(({ cell, square }) => (
        <g key={idOf(cell)} transform={placed(cell, view)}>
          <Shapes square={square} pass={pass} />
        </g>
      ))}
    </g>
  ))
}

/** In doubles: SVG's own numbers are too coarse for a share of the world. */
function placed({ level, x, y }: Cell, view: View): string {
  const many = 2 ** level
  const corner = spotOf({ x: x / many, y: y / many }, view)
  return `translate(${corner.x} ${corner.y}) scale(${SIDE / (view.span * many * UNITS)})`
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
    .map(({ rank, isArea, d }, at) => (
      <path
        // biome-ignore lint/suspicious/noArrayIndexKey: a square never changes
        key={at}
        d={d}
        className={`${s[pass.look]} ${isArea ? s.area : s.line}`}
        data-rank={rank}
      />
    ))
})
