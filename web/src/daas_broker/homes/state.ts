/** One's homes, their snapshots, and going back. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { date, dateTime, timeToSecond } from '@/kernel/time'

export type Home = components['schemas']['HomeView']
export type Snapshot = components['schemas']['SnapshotView']
export type Difference = components['schemas']['DifferenceView']
export type PersonsHome = components['schemas']['PersonsHomeView']
export type What = components['schemas']['ResetBody']['what']
export type ZoneName = Home['zone']

/** To the second where two were kept within a minute, as by an act and its undoing. */
export function whenOf({ id, taken_at }: Snapshot, { snapshots }: Pick<Home, 'snapshots'>): string {
  const minute = dateTime(taken_at)
  const isAlone = snapshots.every(other => other.id === id || dateTime(other.taken_at) !== minute)
  return isAlone ? minute : `${date(taken_at)} ${timeToSecond(taken_at)}`
}

export const homesKey = ['daas', 'homes'] as const

export const homes = queryOptions({
  queryKey: [...homesKey, 'list'],
  queryFn: async () => (await ask(api.GET('/api/desktop-homes'))).homes,
  refetchInterval: 30_000,
})

export const comparison = (zone: ZoneName, snapshot: string) =>
  queryOptions({
    queryKey: [...homesKey, 'comparison', zone, snapshot],
    queryFn: () =>
      ask(
        api.GET('/api/desktop-homes/{zone}/snapshots/{snapshot}', {
          params: { path: { zone, snapshot } },
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  })

async function changed<T>(act: Promise<T>): Promise<T> {
  const done = await act
  await queries.invalidateQueries({ queryKey: homesKey })
  return done
}

export function keepNow(zone: ZoneName) {
  return changed(
    ask(api.POST('/api/desktop-homes/{zone}/snapshots', { params: { path: { zone } } })),
  )
}

/** Files by their ids, or everything. Answers with the snapshot that undoes it. */
export function restore(zone: ZoneName, snapshot: string, entries: readonly string[] | null) {
  const body = { snapshot, entries: entries === null ? null : [...entries] }
  return changed(
    ask(api.POST('/api/desktop-homes/{zone}/restore', { params: { path: { zone } }, body })),
  )
}

export function reset(zone: ZoneName) {
  return changed(ask(api.POST('/api/desktop-homes/{zone}/reset', { params: { path: { zone } } })))
}

export const everybodys = queryOptions({
  queryKey: [...homesKey, 'everybodys'],
  queryFn: async () => (await ask(api.GET('/api/admin/homes'))).homes,
  refetchInterval: 30_000,
})

export function resetSomebodys({ person_id, zone }: PersonsHome, what: What) {
  const params = { path: { person_id, zone } }
  return changed(
    ask(api.POST('/api/admin/homes/{person_id}/{zone}/reset', { params, body: { what } })),
  )
}

/** `before` as the reset answered it. */
export function undoReset({ person_id, zone }: PersonsHome, before: string) {
  const params = { path: { person_id, zone } }
  return changed(
    ask(api.POST('/api/admin/homes/{person_id}/{zone}/reset/undo', { params, body: { before } })),
  )
}
