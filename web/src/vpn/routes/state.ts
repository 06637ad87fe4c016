/** Profiles that are older than the agency's networks: one's own, and everybody's. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, patiently } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { type Device, hasLine } from '../devices/state'

export type Older = components['schemas']['OlderProfileView']

/** Nobody is told when a zone gets a network. */
const LOOK_MS = 60_000

export const olderProfiles = queryOptions({
  queryKey: ['gvpn', 'devices', 'profiles'] as const,
  queryFn: async () => (await ask(api.GET('/api/gvpn/profiles'))).profiles,
  refetchInterval: LOOK_MS,
})

export const allOlderProfiles = queryOptions({
  queryKey: ['gvpn', 'admin', 'profiles'] as const,
  queryFn: async () => (await ask(api.GET('/api/admin/gvpn/profiles'))).profiles,
  refetchInterval: LOOK_MS,
})

/** It was added by the line and has what that brings. */
export const followsByItself = ({
  platform,
  certificate_until,
}: Pick<Device, 'platform' | 'certificate_until'>) =>
  hasLine(platform) && certificate_until !== null

/** Its owner says so; `routes` is what the page showed. */
export async function confirmRoutes({ device_id, routes }: Older): Promise<void> {
  const params = { path: { device_id } }
  const put = () => ask(api.PUT('/api/gvpn/profiles/{device_id}', { params, body: { routes } }))
  try {
    await patiently(put)
  } finally {
    await queries.invalidateQueries({ queryKey: olderProfiles.queryKey })
  }
}

const SHOWN = 3

/** The first few, and how many more there are. */
export function few(networks: readonly string[]) {
  const shown = networks.slice(0, SHOWN).join(', ')
  return { networks: shown, count: networks.length - Math.min(SHOWN, networks.length) }
}
