/** Moments for people, always in Seoul. Instants arrive as ISO 8601 with an offset. */
import { language } from './i18n'

const ZONE = 'Asia/Seoul'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Instant = string | number | Date

function parts(at: Instant, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options })
  return Object.fromEntries(
    format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]),
  )
}

function locale(): string {
  return language() === 'ko' ? 'ko-KR' : 'en-GB'
}

/** 2026. 11. 23.(월) · Mon 23 Nov 2026 */
export function date(at: Instant): string {
  if (language() !== 'ko') {
    const p = parts(at, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' })
    return `${p.weekday} ${p.day} ${p.month} ${p.year}`
  }
  const p = parts(at, { year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short' })
  return `${p.year}. ${p.month}. ${p.day}.(${p.weekday})`
}

/** 11월 23일 월요일 · Monday 23 November */
export function day(at: Instant): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: ZONE,
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  }).format(new Date(at))
}

/** 10:02 */
export function time(at: Instant): string {
  const p = parts(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${p.hour}:${p.minute}`
}

/** 10:02:05, where two things of one minute are told apart. */
export function timeToSecond(at: Instant): string {
  const p = parts(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return `${p.hour}:${p.minute}:${p.second}`
}

export function dateTime(at: Instant): string {
  return `${date(at)} ${time(at)}`
}

export function isSameDay(a: Instant, b: Instant): boolean {
  return dayKey(a) === dayKey(b)
}

/** 2026-11-23, the day in Seoul: fit for grouping and comparing. */
export function dayKey(at: Instant): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(at))
}

/** Relative under a day (3분 전), the date after that. Show `dateTime` beside it on demand. */
export function ago(at: Instant, now: Instant = Date.now()): string {
  const elapsed = new Date(now).getTime() - new Date(at).getTime()
  if (elapsed < 0 || elapsed >= DAY) return date(at)
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'short' })
  if (elapsed < MINUTE) return format.format(0, 'second')
  if (elapsed < HOUR) return format.format(-Math.floor(elapsed / MINUTE), 'minute')
  return format.format(-Math.floor(elapsed / HOUR), 'hour')
}

const UNITS = [
  { seconds: 86_400, ko: '일', en: ' d' },
  { seconds: 3_600, ko: '시간', en: ' h' },
  { seconds: 60, ko: '분', en: ' min' },
  { seconds: 1, ko: '초', en: ' s' },
] as const

/** A wait for people, from seconds, in the two largest units: 3분 20초, 2시간 5분, 1일 4시간. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const found = UNITS.findIndex(unit => whole >= unit.seconds)
  const first = found < 0 ? UNITS.length - 1 : found
  const told = UNITS.slice(first, first + 2).map((unit, nth) => {
    const above = nth === 0 ? whole : whole % (UNITS[first]?.seconds ?? 1)
    return { count: Math.floor(above / unit.seconds), unit: unit[language()] }
  })
  const [largest, ...smaller] = told.map(({ count, unit }) => `${count}${unit}`)
  return [largest, ...smaller.filter((_, nth) => told[nth + 1]?.count)].join(' ')
}
