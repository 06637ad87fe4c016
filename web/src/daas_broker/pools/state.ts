/** Pools, for IT administrators. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Pool = components['schemas']['PoolView']
export type Wish = components['schemas']['PoolBody']
export type Circuit = components['schemas']['CircuitView']
export type Day = components['schemas']['PoolDayView']
export type Audience = components['schemas']['AudienceBody']
export type Image = components['schemas']['ImageBody']

/** Where all pools are shown. */
export const LIST = '/admin/desktops'

export const poolsKey = ['daas', 'admin'] as const

export const pools = queryOptions({
  queryKey: [...poolsKey, 'pools'],
  queryFn: async () => (await ask(api.GET('/api/admin/pools'))).pools,
  refetchInterval: 10_000,
})

/** What a pool's desktops may run on. */
export const providers = queryOptions({
  queryKey: [...poolsKey, 'providers'],
  queryFn: async () => (await ask(api.GET('/api/admin/pools'))).providers,
})

export const images = queryOptions({
  queryKey: ['daas', 'images'],
  queryFn: async () => (await ask(api.GET('/api/admin/images'))).images,
  refetchInterval: 15_000,
})

/** What is left alone because it failed too often. */
export const circuits = queryOptions({
  queryKey: [...poolsKey, 'circuits'],
  queryFn: async () => (await ask(api.GET('/api/admin/circuits'))).circuits,
  refetchInterval: 10_000,
})

export async function tryAgain({ provider, image }: Circuit): Promise<void> {
  const query = image === null ? {} : { image }
  await ask(api.DELETE('/api/admin/circuits/{provider}', { params: { path: { provider }, query } }))
  await queries.invalidateQueries({ queryKey: poolsKey })
}

/** Today, slot by slot. */
export function day(pool_id: string) {
  return queryOptions({
    queryKey: [...poolsKey, 'day', pool_id],
    queryFn: () =>
      ask(api.GET('/api/admin/pools/{pool_id}/day', { params: { path: { pool_id } } })),
    refetchInterval: 20_000,
  })
}

/** How many people an audience admits. */
export function reach(audience: Audience) {
  return queryOptions({
    queryKey: [...poolsKey, 'reach', audience],
    queryFn: () => ask(api.POST('/api/admin/pools/audience', { body: audience })),
  })
}

export const ROLES = [
  'member',
  'manager',
  'it_admin',
  'help_desk',
  'security_officer',
  'auditor',
] as const

export async function savePool(id: string | null, body: Wish): Promise<void> {
  await (id === null
    ? ask(api.POST('/api/admin/pools', { body }))
    : ask(api.PUT('/api/admin/pools/{pool_id}', { params: { path: { pool_id: id } }, body })))
  await queries.invalidateQueries({ queryKey: poolsKey })
}

export async function removePool(pool_id: string): Promise<void> {
  await ask(api.DELETE('/api/admin/pools/{pool_id}', { params: { path: { pool_id } } }))
  await queries.invalidateQueries({ queryKey: poolsKey })
}

const COMING = ['planned', 'provisioning', 'booting'] as const
const USED = ['claimed', 'in_use', 'disconnected'] as const

/** How many of a pool's desktops people hold. */
export function used(pool: Pool): number {
  return sum(pool, USED)
}

/** How many stand warm with their program. */
export function ready(pool: Pool): number {
  return Math.max(0, (pool.counts.warm ?? 0) - broken(pool))
}

/** How many stand warm without the one program that they are for. */
export function broken({ lacking }: Pool): number {
  return Object.values(lacking).reduce((all, count) => all + (count ?? 0), 0)
}

/** How many are asked for and not yet warm. */
export function coming(pool: Pool): number {
  return sum(pool, COMING)
}

function sum({ counts }: Pool, states: readonly string[]): number {
  return states.reduce((all, state) => all + (counts[state] ?? 0), 0)
}
