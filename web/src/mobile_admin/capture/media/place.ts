/** Where the device is, by the browser; nobody here decides whether that is good enough. */
import type { FindPlace, Fix, NoPlace } from '../ports'

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

const WAIT_MS = 60_000
const FRESH_MS = 60_000

/** For a photo, which does not wait for it: a phone that is busy, or under a roof, takes its time. */
export function placeOnce(): Promise<Fix | NoPlace> {
  if (!('geolocation' in navigator)) return Promise.resolve('unavailable')
  return new Promise(done =>
    navigator.geolocation.getCurrentPosition(
      position => done(fixOf(position)),
      error => done(error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: WAIT_MS },
    ),
  )
}

/** Who stays in the camera for long is looked for again: `first` ended without a place, or is old. */
export async function placeOfPhoto(
  first: Promise<Fix | NoPlace> | null,
  find: FindPlace,
): Promise<Fix | NoPlace> {
  const before = await (first ?? find())
  if (first === null || before === 'denied' || isFresh(before)) return before
  const after = await find()
  return typeof after === 'string' ? before : after
}

function isFresh(found: Fix | NoPlace): boolean {
  return typeof found !== 'string' && Date.now() - Date.parse(found.at) < FRESH_MS
}

/** Minutes that a place was found after what it is of; 0 where that is no time to speak of. */
export function minutesLate(placed_at: string, captured_at: string): number {
  const late = Date.parse(placed_at) - Date.parse(captured_at)
  return late < FRESH_MS ? 0 : Math.round(late / 60_000)
}

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  const { latitude, longitude, altitude, accuracy } = coords
  return { latitude, longitude, altitude, accuracy, at: new Date(timestamp).toISOString() }
}
