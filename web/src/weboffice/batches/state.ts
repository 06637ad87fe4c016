/** What was written while away and waits for a decision, as the suite knows it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Batch = components['schemas']['BatchBody']

const AMONG = ['office', 'batches'] as const

export const ownBatches = queryOptions({
  queryKey: AMONG,
  queryFn: async ({ signal }) => (await ask(api.GET('/api/office/batches', { signal }))).batches,
  staleTime: 0,
})

export function batchAt(id: string) {
  return queryOptions({
    queryKey: [...AMONG, id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/office/batches/{batch_id}', { params: { path: { batch_id: id } }, signal }),
      ),
  })
}

/** `update` is what was written, `now` the document without it. */
export function bytesOf(id: string, which: 'update' | 'now') {
  return queryOptions({
    queryKey: [...AMONG, id, which],
    queryFn: async ({ signal }) => {
      const at = new URL(`/api/office/batches/${id}/${which}`, location.origin)
      const answer = await send(new Request(at, { signal }))
      return new Uint8Array(await answer.arrayBuffer())
    },
    // Others write on while somebody decides.
    staleTime: which === 'now' ? 0 : Number.POSITIVE_INFINITY,
  })
}

export async function decide(id: string, decision: 'accept' | 'discard'): Promise<void> {
  const params = { path: { batch_id: id } }
  await ask(api.POST('/api/office/batches/{batch_id}/decision', { params, body: { decision } }))
  await forget()
}

export async function keepCopy(id: string, title: string): Promise<string> {
  const params = { path: { batch_id: id } }
  const made = await ask(
    api.POST('/api/office/batches/{batch_id}/copy', { params, body: { title } }),
  )
  await forget()
  await queries.invalidateQueries({ queryKey: ['office', 'documents'] })
  return made.document_id
}

async function forget(): Promise<void> {
  await queries.invalidateQueries({ queryKey: AMONG, exact: true })
  await queries.invalidateQueries({ queryKey: ['todos', 'weboffice'] })
}
