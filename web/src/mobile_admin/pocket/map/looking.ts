/** Where one looks: at all of the day's places until one moves the map. */
import { useState } from 'react'
import { type View, viewOf } from '../../map/view'
import type { Place } from '../sync/model'
import type { Pin } from './drawing'

export function useView(pins: readonly Pin[], me: Place | null) {
  const [own, setOwn] = useState<View | null>(null)
  const points = [...pins.map(({ point }) => point), ...(me ? [me] : [])]
  const all = points.length > 0 ? viewOf(points) : viewOf([{ lat: 37.5665, lon: 126.978 }])
  return {
    view: own ?? all,
    turn: (to: (view: View) => View) => setOwn(now => to(now ?? all)),
    fit: () => setOwn(null),
  }
}
