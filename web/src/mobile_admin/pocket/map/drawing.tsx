/** The picture: places in their order, the way between them, and where one stands. */
import { useWords } from '@/kernel/i18n'
import type { Point } from '../day/route'
import { useDistance } from '../hooks'
import type { Place } from '../sync/model'
import { words } from '../words'
import s from './page.module.css'
import { type Spot, scaleOf, viewOf } from './project'

const SIDE = 1000 // of the drawing, in its own units
const PIN = 34

export interface Pin {
  readonly id: string
  readonly name: string
  readonly point: Point
  readonly isDone: boolean
}

interface DrawingProps {
  readonly pins: readonly Pin[]
  readonly me: Place | null
  readonly zoom: number
  readonly chosen: string | null
  readonly choose: (id: string) => void
}

export function Drawing({ pins, me, zoom, chosen, choose }: DrawingProps) {
  const t = useWords(words)
  const distance = useDistance()
  const all = [...pins.map(({ point }) => point), ...(me ? [me] : [])]
  const view = viewOf(all)
  const span = view.span / zoom
  const focus = pins.find(({ id }) => id === chosen)
  const middle = zoom > 1 && focus ? view.project(focus.point) : { x: 0, y: 0 }
  const at = (point: Point): Spot => {
    const { x, y } = view.project(point)
    return { x: ((x - middle.x) / span + 0.5) * SIDE, y: ((y - middle.y) / span + 0.5) * SIDE }
  }
  const scale = scaleOf(span)
  const way = [...(me ? [me] : []), ...pins.map(({ point }) => point)].map(at)
  return (
    // biome-ignore lint/a11y/useSemanticElements: it holds buttons, and is a drawing
    <svg
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      className={s.drawing}
      role="group"
      aria-label={t('mapPage.picture', { count: pins.length })}
    >
      <polyline points={way.map(({ x, y }) => `${x},${y}`).join(' ')} className={s.way} />
      {me && <Me spot={at(me)} radius={(me.accuracy_m / span) * SIDE} />}
      {pins.map((pin, index) => (
        <PinMark
          key={pin.id}
          pin={pin}
          number={index + 1}
          spot={at(pin.point)}
          isChosen={pin.id === chosen}
          choose={choose}
        />
      ))}
      {/* Once more, above all others: the order of those that one tabs through stays. */}
      {focus && (
        <g
          className={`${s.pin} ${s.chosen}`}
          transform={`translate(${at(focus.point).x} ${at(focus.point).y})`}
          aria-hidden
        >
          <PinFace number={pins.indexOf(focus) + 1} name={focus.name} />
        </g>
      )}
      <g transform={`translate(40 ${SIDE - 40})`} className={s.scale}>
        <path d={`M0 -12V0H${(scale / span) * SIDE}V-12`} />
        <text x={(scale / span) * SIDE + 14} y={4}>
          {distance(scale)}
        </text>
      </g>
      <g transform={`translate(${SIDE - 50} 60)`} className={s.north} aria-hidden>
        <path d="M0 -30L14 14L0 4L-14 14Z" />
        <text y={46} textAnchor="middle">
          N
        </text>
      </g>
    </svg>
  )
}

function Me({ spot: { x, y }, radius }: { readonly spot: Spot; readonly radius: number }) {
  return (
    <g className={s.me} aria-hidden>
      <circle cx={x} cy={y} r={Math.max(radius, 18)} className={s.accuracy} />
      <circle cx={x} cy={y} r={14} />
    </g>
  )
}

interface PinProps {
  readonly pin: Pin
  readonly number: number
  readonly spot: Spot
  readonly isChosen: boolean
  readonly choose: (id: string) => void
}

function PinMark({ pin, number, spot, isChosen, choose }: PinProps) {
  const name = [s.pin, pin.isDone && s.done, isChosen && s.chosen].filter(Boolean).join(' ')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
    <g
      role="button"
      tabIndex={0}
      aria-label={`${number}. ${pin.name}`}
      aria-pressed={isChosen}
      className={name}
      transform={`translate(${spot.x} ${spot.y})`}
      onClick={() => choose(pin.id)}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === ' ') choose(pin.id)
      }}
    >
      <circle r={60} className={s.touch} />
      <PinFace number={number} />
    </g>
  )
}

function PinFace({ number, name }: { readonly number: number; readonly name?: string }) {
  return (
    <>
      <circle r={PIN} />
      <text textAnchor="middle" dy="0.36em">
        {number}
      </text>
      {name && (
        <text textAnchor="middle" y={PIN + 40} className={s.label}>
          {name}
        </text>
      )}
    </>
  )
}
