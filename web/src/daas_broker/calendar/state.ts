/** The agency's calendar, for the forecast: days off, and how many are away. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { poolsKey } from '../pools/state'

export type Told = components['schemas']['CalendarDayView']
export type Taken = components['schemas']['TakenView']

const DAY_MS = 86_400_000
export const WEEKS = 5

/** 2026-11-23, `by` days after `day`. */
export function after(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10)
}

/** 0 is Monday. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

/** So many weeks from the Monday of the week in which `today` lies. */
export function weeks(today: string, count: number = WEEKS): string[][] {
  const monday = after(today, -weekday(today))
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => after(monday, week * 7 + day)),
  )
}

export const calendarKey = [...poolsKey, 'calendar'] as const

export function calendar(first: string, last: string) {
  return queryOptions({
    queryKey: [...calendarKey, first, last],
    queryFn: () =>
      ask(api.GET('/api/admin/desktop-calendar', { params: { query: { first, last } } })),
  })
}

export async function setDay(day: string, is_off: boolean, name: string): Promise<void> {
  const params = { path: { day } }
  await ask(api.PUT('/api/admin/desktop-calendar/days/{day}', { params, body: { is_off, name } }))
  await queries.invalidateQueries({ queryKey: poolsKey })
}

export async function forgetDay(day: string): Promise<void> {
  await ask(api.DELETE('/api/admin/desktop-calendar/days/{day}', { params: { path: { day } } }))
  await queries.invalidateQueries({ queryKey: poolsKey })
}

export async function takeLeaves(sheet: string): Promise<Taken> {
  const taken = await ask(api.PUT('/api/admin/desktop-calendar/leaves', { body: { sheet } }))
  await queries.invalidateQueries({ queryKey: poolsKey })
  return taken
}
