/** One's desktops: queries and acts. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Place = components['schemas']['PlaceView']
export type Claim = components['schemas']['ClaimView']
export type Queued = components['schemas']['QueuedView']
export type DesktopState = keyof typeof STATES

/** Every state a desktop can be in, so that the words of all of them exist. */
export const STATES = {
  claimed: true,
  in_use: true,
  disconnected: true,
  planned: true,
  provisioning: true,
  booting: true,
  warm: true,
  recycling: true,
  failed: true,
  gone: true,
} as const

export const placesKey = ['daas', 'places'] as const

export const places = queryOptions({
  queryKey: placesKey,
  queryFn: async () => (await ask(api.GET('/api/desktops'))).pools,
  refetchInterval: 15_000,
})

export const desktopOf = (desktop_id: string) =>
  queryOptions({
    queryKey: ['daas', 'desktop', desktop_id],
    queryFn: () => ask(api.GET('/api/desktops/{desktop_id}', { params: { path: { desktop_id } } })),
  })

export function claim(pool_id: string): Promise<Claim> {
  return ask(api.POST('/api/desktops/pools/{pool_id}/claim', { params: { path: { pool_id } } }))
}

export async function leaveQueue(pool_id: string): Promise<void> {
  await ask(api.DELETE('/api/desktops/pools/{pool_id}/claim', { params: { path: { pool_id } } }))
  await queries.invalidateQueries({ queryKey: placesKey })
}

export async function release(desktop_id: string): Promise<void> {
  await ask(api.POST('/api/desktops/{desktop_id}/release', { params: { path: { desktop_id } } }))
  await queries.invalidateQueries({ queryKey: placesKey })
}
