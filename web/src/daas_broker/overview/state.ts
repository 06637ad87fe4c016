/** What is measured now and over time, and from which value on it matters. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Gauges = components['schemas']['GaugesView']
export type Gauge = components['schemas']['GaugeView']
export type Name = components['schemas']['Name']
export type Level = Gauge['level']
export type Server = components['schemas']['ServerView']
export type Limit = components['schemas']['ThresholdBody']

const key = ['daas', 'metrics', 'now'] as const

export const gauges = queryOptions({
  queryKey: key,
  queryFn: () => ask(api.GET('/api/admin/metrics/now')),
  refetchInterval: 10_000,
})

export const servers = queryOptions({
  queryKey: ['daas', 'servers'],
  queryFn: async () => (await ask(api.GET('/api/admin/desktops/servers'))).servers,
  refetchInterval: 30_000,
})

export type Period = components['schemas']['ContinuityPeriodView']

export const periodsKey = ['daas', 'continuity'] as const

/** Asked often: that nobody answers is what is to be seen. */
export const periods = queryOptions({
  queryKey: periodsKey,
  queryFn: async () => (await ask(api.GET('/api/admin/desktop-continuity'))).periods,
  refetchInterval: 5_000,
})

export async function setLimit(name: Name, body: Limit): Promise<void> {
  await ask(api.PUT('/api/admin/metrics/thresholds/{name}', { params: { path: { name } }, body }))
  await queries.invalidateQueries({ queryKey: key })
}

const ORDER: readonly Level[] = ['ok', 'unknown', 'near', 'over']

/** All of one name: the worst level, and the value that makes it so. */
export function worst(
  found: Gauges,
  name: Name,
): { readonly level: Level; readonly value: number | null } {
  const own = found.gauges.filter(gauge => gauge.name === name)
  const top = own.toSorted((a, b) => ORDER.indexOf(b.level) - ORDER.indexOf(a.level))[0]
  return top ? { level: top.level, value: top.value } : { level: 'unknown', value: null }
}

/** Summed over gateways or hosts; what stands for all pools together has the subject ''. */
export function sum(found: Gauges, name: Name, subject?: string): number | null {
  const own = found.gauges.filter(
    gauge => gauge.name === name && (subject === undefined || gauge.subject === subject),
  )
  return own.length === 0 ? null : own.reduce((all, { value }) => all + value, 0)
}
