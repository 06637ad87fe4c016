/** Days of the week and a span of the day. */
import { say } from '@/kernel/i18n'
import { words } from './words'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** As an API says them: minutes of the day in Seoul. */
export interface Hours {
  readonly days: readonly number[]
  readonly begins: number
  readonly ends: number
}

export interface Span {
  /** 0 is Monday. */
  readonly days: readonly number[]
  /** 08:30 */
  readonly begins: string
  /** 00:00 is the end of the day. */
  readonly ends: string
}

/** 월–금 · 월·수 */
export function daysText(days: readonly number[]): string {
  const t = say(words)
  const name = (day: number) => t(`ready.day.${DAYS[day] ?? 'mon'}`)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return ''
  const isRun = days.length > 2 && last - first === days.length - 1
  return isRun ? `${name(first)}–${name(last)}` : days.map(name).join('·')
}

/** 월–금 08:00–20:00 */
export function hoursText({ days, begins, ends }: Hours): string {
  return `${daysText(days)} ${clock(begins)}–${clock(ends)}`
}

export function clock(minute: number): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${part(Math.floor(minute / 60) % 24)}:${part(minute % 60)}`
}

export function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(':').map(Number)
  return hours * 60 + rest
}
