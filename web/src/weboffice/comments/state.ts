/** What is said in a document's margin, as the suite knows it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Thread = components['schemas']['ThreadBody']
export type Comment = components['schemas']['CommentBody']
export type Anchor = components['schemas']['AnchorBody']

export interface Wish {
  readonly body: string
  readonly mentions: string[]
}

export function threadsOf(id: string) {
  return queryOptions({
    queryKey: ['office', 'threads', id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/office/documents/{document_id}/threads', {
          params: { path: { document_id: id } },
          signal,
        }),
      ),
  })
}

/** Whoever was called in has looked: the bell need not say it any more. */
export async function lookAt(id: string): Promise<void> {
  const params = { path: { document_id: id } }
  await ask(api.PUT('/api/office/documents/{document_id}/threads/looked', { params }))
}

export const mentions = queryOptions({
  queryKey: ['office', 'mentions'],
  queryFn: async ({ signal }) => (await ask(api.GET('/api/office/mentions', { signal }))).mentions,
})

function changed(id: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: threadsOf(id).queryKey })
}

export async function openThread(id: string, anchor: Anchor, wish: Wish): Promise<Thread> {
  const params = { path: { document_id: id } }
  const body = { ...wish, anchor }
  const made = await ask(api.POST('/api/office/documents/{document_id}/threads', { params, body }))
  await changed(id)
  return made
}

export async function answer(id: string, thread_id: string, wish: Wish): Promise<void> {
  const params = { path: { document_id: id, thread_id } }
  await ask(
    api.POST('/api/office/documents/{document_id}/threads/{thread_id}/comments', {
      params,
      body: wish,
    }),
  )
  await changed(id)
}

export async function settle(id: string, thread_id: string, is_resolved: boolean): Promise<void> {
  const params = { path: { document_id: id, thread_id } }
  await ask(
    api.PUT('/api/office/documents/{document_id}/threads/{thread_id}/settled', {
      params,
      body: { is_resolved },
    }),
  )
  await changed(id)
}

const ONE = '/api/office/documents/{document_id}/threads/{thread_id}/comments/{comment_id}'

interface Place {
  readonly document_id: string
  readonly thread_id: string
  readonly comment_id: string
}

export async function changeComment(place: Place, wish: Wish): Promise<void> {
  await ask(api.PATCH(ONE, { params: { path: place }, body: wish }))
  await changed(place.document_id)
}

export async function withdraw(place: Place): Promise<void> {
  await ask(api.DELETE(ONE, { params: { path: place } }))
  await changed(place.document_id)
}
