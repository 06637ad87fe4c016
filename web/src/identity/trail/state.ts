/** The audit chain as it is read, the newest first. Each reading is itself written into it. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

export type Line = components['schemas']['AuditLineBody']

export const DOMAINS = [
  'daas_broker',
  'vpn',
  'identity',
  'gdrive',
  'weboffice',
  'messenger',
  'mobile_admin',
] as const
export const OUTCOMES = ['done', 'refused', 'alarm'] as const
/** Beside those one asks for; what else there is stands by its own word. Last are reasons of an end. */
export const OTHER_OUTCOMES = [
  ...([
    'failed',
    'broken',
    'not_found',
    'held',
    'asked',
    'masked',
    'altered',
    'me',
    'not_me',
  ] as const),
  ...(['signed_off', 'revoked', 'signed_out', 'replaced', 'too_old', 'session_ended'] as const),
  ...([
    'released',
    'restarted',
    'pool_removed',
    'grace_over',
    'left',
    'lost',
    'outdated',
    'surplus',
    'time',
    'idle',
    'asleep',
  ] as const),
  ...(['by_person', 'device', 'moved', 'posture', 'policy', 'cloned'] as const),
] as const
export const SPANS = ['1', '7', '30'] as const
const DAY_MS = 86_400_000
const AT_ONCE = 100

/** As it stands in the address; empty is all. */
export interface Filter {
  readonly domain: string
  readonly outcome: string
  readonly days: string
  readonly actor: string
  readonly object: string
}

export function filterOf(address: URLSearchParams): Filter {
  const said = (name: keyof Filter) => address.get(name) ?? ''
  const days = said('days')
  return {
    domain: said('domain'),
    outcome: said('outcome'),
    days: (SPANS as readonly string[]).includes(days) ? days : '',
    actor: said('actor'),
    object: said('object'),
  }
}

export function queryOf({ domain, outcome, days, actor, object }: Filter, now: number) {
  return {
    ...(domain ? { act: `${domain}.` } : {}),
    ...(outcome ? { outcome } : {}),
    ...(days ? { since: new Date(now - Number(days) * DAY_MS).toISOString() } : {}),
    ...(actor ? { actor } : {}),
    ...(object ? { object } : {}),
  }
}

/** Asked when the reader asks, and at no other time: nobody's browser fills the chain by itself. */
export function useTrail(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/admin/audit', {
          params: {
            query: {
              ...queryOf(filter, Date.now()),
              limit: AT_ONCE,
              ...(pageParam === null ? {} : { before: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: page => (page.more ? page.entries.at(-1)?.seq : undefined),
    placeholderData: before => before, // the lines before stay until others come, and the keyboard with them
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
