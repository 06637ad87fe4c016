/** Policies of the tunnel: query, acts, preview and explanation. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Policy = components['schemas']['TunnelPolicyView']
export type PolicyBody = components['schemas']['TunnelPolicyBody']
export type Preview = components['schemas']['PolicyPreviewView']
export type Explanation = components['schemas']['ExplainView']
export type Step = Explanation['steps'][number]

const KEY = ['gvpn', 'admin', 'policies'] as const

export const policies = queryOptions({
  queryKey: KEY,
  queryFn: async () => (await ask(api.GET('/api/admin/gvpn/policies'))).policies,
})

export async function addPolicy(body: PolicyBody): Promise<void> {
  await ask(api.POST('/api/admin/gvpn/policies', { body }))
  await queries.invalidateQueries({ queryKey: KEY })
}

/** `version` is the one that was read: another one now is refused. */
export async function changePolicy(
  policy_id: string,
  version: number,
  body: PolicyBody,
): Promise<void> {
  const params = { path: { policy_id } }
  await ask(api.PUT('/api/admin/gvpn/policies/{policy_id}', { params, body: { ...body, version } }))
  await queries.invalidateQueries({ queryKey: KEY })
}

/** As it stands now; null where it is gone. */
export async function policyNow(policy_id: string): Promise<Policy | null> {
  const found = await queries.fetchQuery({ ...policies, staleTime: 0 })
  return found.find(({ id }) => id === policy_id) ?? null
}

/** Whom it would keep out if it were gone. */
export const removalPreview = (policy_id: string, version: number) =>
  queryOptions({
    queryKey: [...KEY, 'removal', policy_id, version] as const,
    queryFn: () => {
      const params = { path: { policy_id } }
      return ask(api.GET('/api/admin/gvpn/policies/{policy_id}/removal', { params }))
    },
    gcTime: 0,
  })

export async function removePolicy(policy_id: string, version: number): Promise<void> {
  const params = { path: { policy_id }, query: { version } }
  await ask(api.DELETE('/api/admin/gvpn/policies/{policy_id}', { params }))
  await queries.invalidateQueries({ queryKey: KEY })
}

/** `instead_of` is the one that would be changed. */
export function previewPolicy(body: PolicyBody, instead_of = ''): Promise<Preview> {
  const params = { query: { instead_of } }
  return ask(api.POST('/api/admin/gvpn/policies/preview', { params, body }))
}

export function explain(
  device_id: string,
  zone: Policy['zone'],
  proof: Policy['proof'],
  place: string | null,
): Promise<Explanation> {
  const query = { device_id, zone, proof, place }
  return ask(api.GET('/api/admin/gvpn/explain', { params: { query } }))
}

/** `09:00`; null where it is no time of a day. 24:00 is the day's end. */
export function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? []
  if (hours === undefined || minutes === undefined) return null
  const minute = Number(hours) * 60 + Number(minutes)
  return Number(minutes) < 60 && minute <= 1440 ? minute : null
}

const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 24 * 3_600_000

/** `월`, `Mon`: Monday is 0. */
export function dayName(day: number, language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return format.format(new Date(MONDAY + day * DAY_MS))
}

export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
