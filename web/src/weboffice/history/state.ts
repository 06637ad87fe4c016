/** A document's past as the suite knows it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Timeline = components['schemas']['TimelineBody']

export function timelineOf(id: string) {
  return queryOptions({
    queryKey: ['office', 'history', id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/office/documents/{document_id}/history', {
          params: { path: { document_id: id } },
          signal,
        }),
      ),
    // People write on while somebody looks back.
    staleTime: 0,
    refetchOnMount: 'always',
    refetchInterval: 15_000,
  })
}

/** The document after number `seq` of its log, as one Yjs update. It never changes. */
export function stateAt(id: string, seq: number) {
  return queryOptions({
    queryKey: ['office', 'history', id, seq],
    queryFn: async ({ signal }) => {
      const at = new URL(`/api/office/documents/${id}/history/${seq}`, location.origin)
      const answer = await send(new Request(at, { signal }))
      return new Uint8Array(await answer.arrayBuffer())
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export async function nameVersion(id: string, seq: number, name: string): Promise<void> {
  const params = { path: { document_id: id, seq } }
  await ask(
    api.PUT('/api/office/documents/{document_id}/history/{seq}/name', { params, body: { name } }),
  )
  await queries.invalidateQueries({ queryKey: timelineOf(id).queryKey, exact: true })
}

export async function unnameVersion(id: string, seq: number): Promise<void> {
  const params = { path: { document_id: id, seq } }
  await ask(api.DELETE('/api/office/documents/{document_id}/history/{seq}/name', { params }))
  await queries.invalidateQueries({ queryKey: timelineOf(id).queryKey, exact: true })
}

/** Gives what is there now a name, so that the way back from a restore is found. */
export async function prepareRestore(id: string, seq: number, name: string): Promise<void> {
  const params = { path: { document_id: id, seq } }
  await ask(
    api.POST('/api/office/documents/{document_id}/history/{seq}/restore', {
      params,
      body: { name },
    }),
  )
  await queries.invalidateQueries({ queryKey: timelineOf(id).queryKey, exact: true })
}
