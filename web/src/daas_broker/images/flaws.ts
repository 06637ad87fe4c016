/** Known vulnerabilities of a version: asked, counted against another version, and their age. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Flaws = components['schemas']['FlawsView']
export type Flaw = components['schemas']['FlawView']

export const URGENCIES = ['high', 'medium', 'low', 'unknown', 'unimportant'] as const

const flawsKey = ['daas', 'flaws'] as const
const DAY_MS = 86_400_000

export const flawsOf = (key: string) =>
  queryOptions({
    queryKey: [...flawsKey, key],
    queryFn: () =>
      ask(api.GET('/api/admin/images/{key}/vulnerabilities', { params: { path: { key } } })),
  })

export async function bringData(file: File): Promise<void> {
  await send(new Request('/api/admin/security-tracker', { method: 'PUT', body: file }))
  await queries.invalidateQueries({ queryKey: flawsKey })
}

export function isOld({ data_at, old_after_days }: Flaws, now: number): boolean {
  return data_at !== null && now - new Date(data_at).getTime() > old_after_days * DAY_MS
}

/** What the one had and the other has no more. */
export function repaired(had: Flaws, has: Flaws): readonly Flaw[] {
  const open = new Set(has.flaws.map(({ cve, source }) => `${cve} ${source}`))
  return had.flaws.filter(({ cve, source }) => !open.has(`${cve} ${source}`))
}
