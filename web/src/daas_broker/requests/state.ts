/** Asking for a pool: queries and acts. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

type Schemas = components['schemas']
export type Offer = Schemas['DesktopOfferView']
export type Asked = Schemas['DesktopRequestView']
export type Stage = Asked['stage']

export const requestsKey = ['daas', 'requests'] as const

export const desk = queryOptions({
  queryKey: [...requestsKey, 'desk'],
  queryFn: () => ask(api.GET('/api/desktop-requests')),
})

export const everybodys = queryOptions({
  queryKey: [...requestsKey, 'all'],
  queryFn: async () => (await ask(api.GET('/api/admin/desktop-requests'))).requests,
})

export async function request(pool_id: string, days: number, reason: string): Promise<void> {
  await ask(api.POST('/api/desktop-requests', { body: { pool_id, days, reason } }))
  await changed()
}

export async function withdraw(request_id: string): Promise<void> {
  const params = { path: { request_id } }
  await ask(api.DELETE('/api/desktop-requests/{request_id}', { params }))
  await changed()
}

/** Its answers are in the bell until then. */
export async function look(): Promise<void> {
  await ask(api.POST('/api/desktop-requests/looked'))
  await Promise.all([changed(), queries.invalidateQueries({ queryKey: ['todos', 'daas_broker'] })])
}

export type Answer = 'approve' | 'refuse' | 'end'

export async function decide(request_id: string, how: Answer, answer: string): Promise<void> {
  const options = { params: { path: { request_id } }, body: { answer } }
  const acts = {
    approve: () => api.POST('/api/admin/desktop-requests/{request_id}/approve', options),
    refuse: () => api.POST('/api/admin/desktop-requests/{request_id}/refuse', options),
    end: () => api.POST('/api/admin/desktop-requests/{request_id}/end', options),
  }
  await ask(acts[how]())
  await changed()
}

async function changed(): Promise<void> {
  await queries.invalidateQueries({ queryKey: requestsKey })
}
