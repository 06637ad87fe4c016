/** Where the phone is, as well as it knows; a visit does not wait long for it. */
import type { Place } from '../sync/model'

const PATIENCE_MS = 4_000
const OLD_MS = 60_000

export function findPlace(patienceMs: number = PATIENCE_MS): Promise<Place | null> {
  return new Promise(resolve => {
    if (!('geolocation' in navigator)) return resolve(null)
    // The browser's own time-out does not run while it asks for leave.
    const timer = setTimeout(() => resolve(null), patienceMs)
    const done = (place: Place | null) => {
      clearTimeout(timer)
      resolve(place)
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy }),
      () => done(null),
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: OLD_MS },
    )
  })
}
