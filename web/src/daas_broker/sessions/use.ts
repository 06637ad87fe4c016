/** How much one has used each pool, and whether one's division may go on. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

export type Use = components['schemas']['OwnUseView']
export type Budget = components['schemas']['OwnBudgetView']

export const ownUse = queryOptions({
  queryKey: ['daas', 'use'],
  queryFn: async () => (await ask(api.GET('/api/desktops/use'))).pools,
  refetchInterval: 30_000,
})

export const ownBudget = queryOptions({
  queryKey: ['daas', 'budget'],
  queryFn: () => ask(api.GET('/api/desktops/budget')),
  refetchInterval: 60_000,
})

/** A stretch of work, from seconds: 2시간 5분. */
export function worked(seconds: number): { readonly hours: number; readonly minutes: number } {
  const minutes = Math.round(seconds / 60)
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}
