/** Recordings as those see them who answer for them. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

type Schemas = components['schemas']
export type Recording = Schemas['RecordingItemView']
export type Mark = Schemas['MarkView']
export type Verdict = Schemas['VerdictView']
export type Chain = Recording['chain']

export const recordingsKey = ['daas', 'recordings'] as const
export const CHAINS: readonly Chain[] = ['unchecked', 'whole', 'broken']
const DAY_MS = 86_400_000
const GROWS_MS = 5_000

/** As it stands in the address; days back from now, and seconds of length. */
export interface Filter {
  readonly who: string
  readonly pool: string
  readonly days: string
  readonly length: string
  readonly chain: string
  readonly deleted: string
}

export function filterOf(address: URLSearchParams): Filter {
  const of = (name: string) => address.get(name) ?? ''
  return {
    who: of('who'),
    pool: of('pool'),
    days: of('days'),
    length: of('length'),
    chain: of('chain'),
    deleted: of('deleted'),
  }
}

export function queryOf(filter: Filter, now: number) {
  const chain = CHAINS.find(each => each === filter.chain)
  const days = Number(filter.days)
  return {
    who: filter.who,
    pool_id: filter.pool,
    min_seconds: Number(filter.length) || 0,
    deleted: filter.deleted === 'yes',
    ...(chain ? { chain } : {}),
    ...(days > 0 ? { since: new Date(now - days * DAY_MS).toISOString() } : {}),
  }
}

export const recordings = (filter: Filter) =>
  queryOptions({
    queryKey: [...recordingsKey, 'list', filter],
    queryFn: () =>
      ask(api.GET('/api/admin/recordings', { params: { query: queryOf(filter, Date.now()) } })),
  })

const at = (id: string) => ({ path: { recording_id: id } })

export const recordingOf = (id: string) =>
  queryOptions({
    queryKey: [...recordingsKey, 'one', id],
    queryFn: () => ask(api.GET('/api/admin/recordings/{recording_id}', { params: at(id) })),
    // While it is being made its gateway notes every ten seconds how far it is.
    refetchInterval: ({ state: { data } }) =>
      data?.recording.ended_at === null ? GROWS_MS : false,
  })

export async function openViewing(id: string, reason: string): Promise<string> {
  const path = '/api/admin/recordings/{recording_id}/viewings'
  return (await ask(api.POST(path, { params: at(id), body: { reason } }))).viewing
}

export async function check(id: string): Promise<Verdict> {
  const found = await ask(
    api.POST('/api/admin/recordings/{recording_id}/check', { params: at(id) }),
  )
  await changed()
  return found
}

export async function hold(id: string, reason: string): Promise<void> {
  const path = '/api/admin/recordings/{recording_id}/hold'
  await ask(api.PUT(path, { params: at(id), body: { reason } }))
  await changed()
}

export async function letGo(id: string, reason: string): Promise<void> {
  const path = '/api/admin/recordings/{recording_id}/let-go'
  await ask(api.POST(path, { params: at(id), body: { reason } }))
  await changed()
}

/** From the checkpoint of a moment, or on from a chunk. */
export type From = { readonly ms: number } | { readonly chunk: number }

export async function fetchStretch(
  id: string,
  viewing: string,
  from: From,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const query = new URLSearchParams({ viewing })
  for (const [name, value] of Object.entries(from)) query.set(name, String(value))
  const url = new URL(`/api/admin/recordings/${id}/pictures?${query}`, location.origin)
  const answer = await send(new Request(url, { signal, cache: 'no-store' }))
  return new Uint8Array(await answer.arrayBuffer())
}

async function changed(): Promise<void> {
  await queries.invalidateQueries({ queryKey: recordingsKey })
}

/** `1:02:03`, as a player says it. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
