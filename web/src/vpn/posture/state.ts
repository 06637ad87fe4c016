/** What devices say of themselves: one's own, and everybody's for administrators. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

export type Posture = components['schemas']['PostureView']

/** What it did not say is on; what is not known counts as not there. */
export function missingOf(posture: Posture | undefined): readonly ('disk' | 'lock')[] {
  return (['disk', 'lock'] as const).filter(what => posture?.[what] !== 'on')
}

export const postures = queryOptions({
  queryKey: ['gvpn', 'devices', 'postures'] as const,
  queryFn: async () => (await ask(api.GET('/api/gvpn/postures'))).postures,
})

export const allPostures = queryOptions({
  queryKey: ['gvpn', 'admin', 'postures'] as const,
  queryFn: async () => (await ask(api.GET('/api/admin/gvpn/postures'))).postures,
})
