/** What stands upon the map: places in their order, the way between them, and where one stands. */

import type { KeyboardEvent, MouseEvent } from 'react'
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
              choose={event => choose(nearest(event, pins, at)?.id ?? pin.id)}
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

/** Pins close to each other share their touch: the one whose middle is nearest is meant. */
function nearest(
  event: MouseEvent | KeyboardEvent,
  pins: readonly Pin[],
  at: (point: Point) => Spot,
): Pin | null {
  const box = (event.currentTarget as Element).closest('svg')
  const screen = box?.getScreenCTM()?.inverse()
  // A press of a key, or of who has no pointer, comes from nowhere.
  if (!screen || !('clientX' in event) || event.detail === 0) return null
  const touched = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen)
  const away = (pin: Pin) => {
    const { x, y } = at(pin.point)
    return Math.hypot(x - touched.x, y - touched.y)
  }
  return pins.reduce((a, b) => (away(b) < away(a) ? b : a))
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
  readonly choose: (event: MouseEvent | KeyboardEvent) => void
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
      onClick={choose}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault() // the page does not scroll
        choose(event)
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
