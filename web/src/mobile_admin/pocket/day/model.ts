/** What an inspector has today, as it is kept on the phone. */
import type { components } from '@/generated/api'
import type { Point } from './route'

export type Today = components['schemas']['TodayBody']
/** An assignment with all that one needs at the door. */
export type Target = Today['visits'][number]

export interface FormToFill {
  readonly key: string
  readonly title: string
  readonly version: string
}

export interface Fetched {
  readonly day: string
  /** By this phone's clock, in ms. */
  readonly at: number
  /** When what was fetched is removed from the phone, in ms. */
  readonly wipeAt: number
  readonly forms: readonly FormToFill[]
  /** Assignments that one had then; a day that was fetched by an older release does not say. */
  readonly held?: readonly string[]
}

/** The end of the day in Seoul: what was fetched for it is of no use any more. */
export function wipeTime(now: number): number {
  const seoul = 9 * 3_600_000
  const day = 24 * 3_600_000
  return (Math.floor((now + seoul) / day) + 1) * day - seoul
}

export function isLocated({ site }: Target): boolean {
  return site.lat !== null && site.lon !== null
}

export function pointOf({ site }: Target): Point {
  return { lat: site.lat ?? 0, lon: site.lon ?? 0 }
}
