/** Where the device is, by the browser; nobody here decides whether that is good enough. */
import type { Fix } from '../ports'

export type PlaceProblem = 'denied' | 'unavailable'

/** Says each fix as it comes; returns how it ends. */
export function watchPlace(
  onFix: (fix: Fix) => void,
  onProblem: (problem: PlaceProblem) => void,
): () => void {
  if (!('geolocation' in navigator)) {
    onProblem('unavailable')
    return () => undefined
  }
  const id = navigator.geolocation.watchPosition(
    position => onFix(fixOf(position)),
    error => onProblem(error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 0 },
  )
  return () => navigator.geolocation.clearWatch(id)
}

const WAIT_MS = 8_000
const FRESH_MS = 60_000

/** For a photo: the place of the last minute, or null after a few seconds. */
export function placeOnce(): Promise<Fix | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise(done =>
    navigator.geolocation.getCurrentPosition(
      position => done(fixOf(position)),
      () => done(null),
      { enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: WAIT_MS },
    ),
  )
}

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  const { latitude, longitude, altitude, accuracy } = coords
  return { latitude, longitude, altitude, accuracy, at: new Date(timestamp).toISOString() }
}
