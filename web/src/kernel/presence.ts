/**
 * Whether people are there. One domain knows it and publishes its source; all that show people ask
 * here, without knowing which domain that is.
 */
import { useQuery } from '@tanstack/react-query'

export type Presence = 'here' | 'elsewhere' | 'meeting' | 'offline'
export type PresenceSource = (ids: readonly string[]) => Promise<ReadonlyMap<string, Presence>>

const UNKNOWN: ReadonlyMap<string, Presence> = new Map()
const FRESH_MS = 30_000

let source: PresenceSource | null = null

/** Called once by the shell with what a domain brings. */
export function publishPresence(known: PresenceSource): void {
  source = known
}

/** Asked again every half minute while shown; a failure shows nobody's presence and breaks nothing. */
export function usePresence(ids: readonly string[]): ReadonlyMap<string, Presence> {
  const { data } = useQuery({
    queryKey: ['presence', [...ids].sort().join()],
    queryFn: () => (source ? source(ids) : UNKNOWN),
    enabled: source !== null && ids.length > 0,
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  })
  return data ?? UNKNOWN
}
