/** Answers between what people type and what the form keeps. */

/** ＋ and full-width digits as some Korean keyboards give them, and the commas of a sum. */
export function plainNumber(text: string): string {
  return text.normalize('NFKC').replace(/[,\s]/g, '').replace(/[−–]/g, '-')
}

export function isWhole(text: string): boolean {
  return /^[-+]?\d+$/.test(text)
}

export function isDecimal(text: string): boolean {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text)
}

/** 12000000 → 12,000,000. */
export function withCommas(text: string): string {
  const [whole = '', rest] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return rest === undefined ? grouped : `${grouped}.${rest}`
}

/** +09:00 of the device for that moment. */
export function offsetOf(moment: Date): string {
  const minutes = -moment.getTimezoneOffset()
  const sign = minutes < 0 ? '-' : '+'
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0')
  return `${sign}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`
}

/** What an <input type="time"> gives → what the form keeps. */
export function keptTime(shown: string, today = new Date()): string | null {
  const found = /^(\d\d:\d\d)(:\d\d)?/.exec(shown)
  return found ? `${found[1]}${found[2] ?? ':00'}.000${offsetOf(today)}` : null
}

export function keptDateTime(shown: string): string | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?/.exec(shown)
  if (!found) return null
  return `${found[1]}${found[2] ?? ':00'}.000${offsetOf(new Date(`${found[1]}:00`))}`
}

/** What the form keeps → what a field of the browser shows, in the device's own time. */
export function shownTime(kept: string): string {
  return /^\d\d:\d\d/.exec(kept)?.[0] ?? ''
}

export function shownDateTime(kept: string): string {
  if (!/(Z|[-+]\d\d:?\d\d)$/.test(kept)) return kept.slice(0, 16)
  const at = new Date(kept)
  return Number.isNaN(at.getTime()) ? '' : localOf(at).slice(0, 16)
}

export function localOf(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

export interface Point {
  readonly latitude: number
  readonly longitude: number
  readonly altitude: number | null
  readonly accuracy: number | null
}

/** XForms' own writing: latitude, longitude, altitude, accuracy. */
export function keptPoint({ latitude, longitude, altitude, accuracy }: Point): string {
  return [latitude.toFixed(7), longitude.toFixed(7), round(altitude), round(accuracy)].join(' ')
}

function round(metres: number | null): string {
  return metres === null ? '0' : String(Math.round(metres * 10) / 10)
}

export function pointOf(kept: string): Point | null {
  const [latitude, longitude, altitude = null, accuracy = null] = kept
    .trim()
    .split(/\s+/)
    .map(Number)
  if (latitude === undefined || longitude === undefined) return null
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return null
  return { latitude, longitude, altitude, accuracy }
}

export function pointsOf(kept: string): Point[] {
  return kept
    .split(';')
    .map(pointOf)
    .filter(point => point !== null)
}

/** A shape ends where it began. */
export function keptPoints(points: readonly Point[], isClosed: boolean): string | null {
  const [first] = points
  if (!first || points.length < (isClosed ? 3 : 2)) return null
  return (isClosed ? [...points, first] : points).map(keptPoint).join('; ')
}
