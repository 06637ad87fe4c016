/** What stands upon the map: places in their order, the way between them, and where one stands. */

import { useWords } from '@/kernel/i18n'
import { MapBox } from '../../map/box'
import type { Room } from '../../map/names'
import type { Source } from '../../map/squares'
import { SIDE, type Spot, type View } from '../../map/view'
import type { Point } from '../day/route'
import { useDistance } from '../hooks'
import type { Place } from '../sync/model'
import { words } from '../words'
import s from './page.module.css'

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
  readonly view: View
  readonly turn: (to: (view: View) => View) => void
  readonly fit: () => void
  readonly source: Source
  readonly sources: readonly string[]
  readonly chosen: string | null
  readonly choose: (id: string) => void
}

export function Drawing({ pins, me, chosen, choose, ...map }: DrawingProps) {
  const t = useWords(words)
  const distance = useDistance()
  const focus = pins.find(({ id }) => id === chosen)
  const way = [...(me ? [me] : []), ...pins.map(({ point }) => point)]
  return (
    <MapBox
      {...map}
      label={t('mapPage.picture', { count: pins.length })}
      distance={distance}
      taken={at => pins.map(pin => roomOf(pin, at, pin === focus))}
    >
      {(at, span) => (
        <>
          <polyline
            points={way
              .map(at)
              .map(({ x, y }) => `${x},${y}`)
              .join(' ')}
            className={s.way}
          />
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
        </>
      )}
    </MapBox>
  )
}

function roomOf({ point, name }: Pin, at: (point: Point) => Spot, isNamed: boolean): Room {
  const { x, y } = at(point)
  return isNamed ? { x, y: y + 20, w: name.length * 20, h: 70 } : { x, y, w: PIN + 6, h: PIN + 6 }
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
