/** One's desktops: queries and acts. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { asRefusal } from '@/kernel/refusal'

export type Place = components['schemas']['PlaceView']
export type Claim = components['schemas']['ClaimView']
export type Desktop = components['schemas']['DesktopView']
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
    // The screen need not wait for what the list or the claim has said already.
    placeholderData: () => listed(desktop_id),
  })

export type End = components['schemas']['EndView']

/** How one's own desktop ended; null where that is not known. */
export const endOf = (desktop_id: string) =>
  queryOptions({
    queryKey: ['daas', 'end', desktop_id],
    queryFn: async () => {
      try {
        return await ask(
          api.GET('/api/desktops/{desktop_id}/end', { params: { path: { desktop_id } } }),
        )
      } catch (error) {
        if (asRefusal(error).status === 404) return null
        throw error
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

function listed(desktop_id: string): Desktop | undefined {
  const known = queries.getQueryData<Place[]>(placesKey) ?? []
  return known.find(({ desktop }) => desktop?.desktop_id === desktop_id)?.desktop ?? undefined
}

export async function claim(pool_id: string): Promise<Claim> {
  const path = { pool_id }
  const claimed = await ask(api.POST('/api/desktops/pools/{pool_id}/claim', { params: { path } }))
  const { desktop } = claimed
  if (desktop)
    queries.setQueryData<Place[]>(placesKey, known =>
      known?.map(place =>
        place.pool_id === pool_id
          ? { ...place, desktop: { ...desktop, ...ofPlace(place) }, queued: null }
          : place,
      ),
    )
  return claimed
}

/** What its pool says of a desktop. */
function ofPlace({ name, homes, outlives_sign_out, stays_seconds }: Place) {
  return { pool: name, homes, outlives_sign_out, stays_seconds }
}

/** Until when a desktop without its person stays; null where it is in use, or has no end. */
export function staysUntil({ state, state_since, stays_seconds }: Desktop): number | null {
  const waits = state === 'disconnected' || state === 'claimed'
  if (!waits || typeof stays_seconds !== 'number') return null // older servers say nothing of it
  return new Date(state_since).getTime() + stays_seconds * 1_000
}

const SOON_MS = 1_000
const MOST_ASKED = 10
const GOING_MS = 5_000
const LONGEST_MS = 3_600_000 // a timer of a month and more would be over at once

/** When to ask again, in ms: the broker hears a moment later than its person that they were shut
 * out, and once the time is over in which it stays, whether it has gone. */
export function asksAgain(desktop: Desktop | undefined, asked: number): number | false {
  if (desktop?.state === 'in_use') return asked < MOST_ASKED && SOON_MS
  const until = desktop ? staysUntil(desktop) : null
  if (until === null) return false
  return Math.min(Math.max(until - Date.now(), 0) + GOING_MS, LONGEST_MS)
}

export async function leaveQueue(pool_id: string): Promise<void> {
  await ask(api.DELETE('/api/desktops/pools/{pool_id}/claim', { params: { path: { pool_id } } }))
  await queries.invalidateQueries({ queryKey: placesKey })
}

export async function release(desktop_id: string): Promise<void> {
  await ask(api.POST('/api/desktops/{desktop_id}/release', { params: { path: { desktop_id } } }))
  await queries.invalidateQueries({ queryKey: placesKey })
}
