/** Where the desktops of each zone may go: query, act, and how ports are written. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type ZoneRules = components['schemas']['ZoneRulesView']
export type ZoneBody = components['schemas']['ZoneBody']
export type Entry = components['schemas']['EntryBody']
export type NameEntry = components['schemas']['NameBody']
export type Missed = components['schemas']['MissedView']
export type Wanted = components['schemas']['WantedView']
export type Protocol = Entry['protocol']

export const LAST_PORT = 65_535
export const zonesKey = ['daas', 'admin', 'zones'] as const

export const zones = queryOptions({
  queryKey: zonesKey,
  queryFn: async () => (await ask(api.GET('/api/admin/zones'))).zones,
  refetchInterval: 10_000,
})

export async function saveZone(zone: ZoneRules['zone'], body: ZoneBody): Promise<void> {
  await ask(api.PUT('/api/admin/zones/{zone}', { params: { path: { zone } }, body }))
  await queries.invalidateQueries({ queryKey: zonesKey })
}

export async function declineName(zone: ZoneRules['zone'], name: string): Promise<void> {
  await ask(
    api.POST('/api/admin/zones/{zone}/wanted/declined', {
      params: { path: { zone } },
      body: { name },
    }),
  )
  await queries.invalidateQueries({ queryKey: zonesKey })
  await queries.invalidateQueries({ queryKey: ['todos', 'daas_broker'] })
}

export function bodyOf(zone: ZoneRules): ZoneBody {
  const { revision, open_internet, workplace, resolvers, allowed, denied } = zone
  const { through_proxy, allowed_names, denied_names } = zone
  const names = { through_proxy, allowed_names, denied_names }
  return { revision, open_internet, workplace, resolvers, allowed, denied, ...names }
}

/** What is denied is denied whole: who writes an address there means all of it. */
export function freshOf(kind: 'allowed' | 'denied'): Entry {
  return kind === 'allowed'
    ? { network: '', protocol: 'tcp', first_port: 443, last_port: 443, note: '' }
    : { network: '', protocol: 'any', first_port: 1, last_port: LAST_PORT, note: '' }
}

/** `443`, `8000-9000`, or nothing where every port is meant. */
export function portsText({
  protocol,
  first_port,
  last_port,
}: Omit<Entry, 'network' | 'note'>): string {
  if (protocol === 'any' || (first_port === 1 && last_port === LAST_PORT)) return ''
  return first_port === last_port ? String(first_port) : `${first_port}-${last_port}`
}

/** null where it is no port and no range of ports. */
export function portsOf(text: string): readonly [number, number] | null {
  const trimmed = text.trim()
  if (trimmed === '') return [1, LAST_PORT]
  const found = /^(\d{1,5})(?:\s*[-–~]\s*(\d{1,5}))?$/.exec(trimmed)
  if (!found) return null
  const first = Number(found[1])
  const last = Number(found[2] ?? found[1])
  return first >= 1 && last <= LAST_PORT && first <= last ? [first, last] : null
}

/** An address of version 4, perhaps with a prefix. */
export function isNetwork(text: string): boolean {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim())
  if (!found) return false
  return found.slice(1, 5).every(part => Number(part) <= 255) && Number(found[5] ?? 32) <= 32
}

/** A name of a host, in letters of any script, perhaps with `*.` before it; not an address. */
export function isHostName(text: string): boolean {
  const name = text
    .trim()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
  const labels = name.split('.')
  return (
    name.length <= 253 &&
    labels.every(label =>
      /^[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}_])?$/u.test(label),
    ) &&
    /\p{L}/u.test(labels.at(-1) ?? '')
  )
}
