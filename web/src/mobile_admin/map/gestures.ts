/** The map under fingers, mouse wheel and keys. */
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { held, moved, type Spot, type View, zoomed } from './view'

const STEP = 0.15
const WHEEL = 0.0015 // of a step of 100 px that makes a sixth
const DRAG_PX = 6 // less is a finger that was not quite still

type Turn = (to: (view: View) => View) => void

/** `turn` gets what a gesture makes of the view; a press that moved nothing stays a press. */
export function useGestures(box: RefObject<SVGSVGElement | null>, turn: Turn) {
  const fingers = useRef(new Map<number, Spot>())
  const travelled = useRef(0)
  const latest = useRef(turn)
  latest.current = turn
  useEffect(() => {
    const found = box.current
    if (!found) return
    // React listens passively, and the page would scroll as well.
    const roll = (event: WheelEvent) => {
      event.preventDefault()
      const at = shareOf(found, { x: event.clientX, y: event.clientY })
      latest.current(view => zoomed(view, Math.exp(-event.deltaY * WHEEL), at))
    }
    found.addEventListener('wheel', roll, { passive: false })
    return () => found.removeEventListener('wheel', roll)
  }, [box])
  const lift = (event: PointerEvent) => void fingers.current.delete(event.pointerId)
  // A finger is its target's until the map takes it: of that loss the map hears as well.
  const lose = (event: PointerEvent) => event.target === event.currentTarget && lift(event)
  return {
    onPointerDown(event: PointerEvent<SVGSVGElement>) {
      if (event.button !== 0) return
      if (fingers.current.size === 0) travelled.current = 0
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    onPointerMove(event: PointerEvent<SVGSVGElement>) {
      const before = fingers.current.get(event.pointerId)
      if (!before) return
      // Let go of outside the window, or over a menu.
      if (event.pointerType === 'mouse' && event.buttons === 0) return lift(event)
      const now = { x: event.clientX, y: event.clientY }
      travelled.current += Math.hypot(now.x - before.x, now.y - before.y)
      if (travelled.current < DRAG_PX && fingers.current.size === 1) return
      if (!event.currentTarget.hasPointerCapture(event.pointerId))
        event.currentTarget.setPointerCapture(event.pointerId)
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
      fingers.current.set(event.pointerId, now)
      const at = (spot: Spot) => shareOf(event.currentTarget, spot)
      const moving = { before: at(before), now: at(now), ...(other && { other: at(other) }) }
      turn(view => held(view, moving))
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    onLostPointerCapture: lose,
    /** Of a drag that ended upon a pin; who presses without a pointer has dragged nothing. */
    onClickCapture(event: MouseEvent) {
      if (travelled.current >= DRAG_PX && event.detail > 0) event.stopPropagation()
      travelled.current = 0
    },
  }
}

/** Of the square in the middle of the box, which the view fills. */
function sideOf(box: SVGSVGElement): number {
  const { width, height } = box.getBoundingClientRect()
  return Math.max(1, Math.min(width, height))
}

function shareOf(box: SVGSVGElement, { x, y }: Spot): Spot {
  const { left, top, width, height } = box.getBoundingClientRect()
  const side = sideOf(box)
  return { x: (x - left - width / 2) / side, y: (y - top - height / 2) / side }
}

/** What a key makes of the view; null where it is none of the map's. */
export function keyed(key: string): ((view: View) => View) | null {
  const by = ARROWS[key]
  if (by) return view => moved(view, by)
  if (key === '+' || key === '=') return view => zoomed(view, 2)
  return key === '-' ? view => zoomed(view, 0.5) : null
}

const ARROWS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
}
