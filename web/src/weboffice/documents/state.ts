/** Documents as the suite knows them: made, named, listed, entered. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

/** As the office takes it. */
export const LONGEST_TITLE = 120

export type OfficeDocument = components['schemas']['DocumentBody']
export function mayWrite({ level }: OfficeDocument): boolean {
  return level === 'write' || level === 'manage'
}

export type Listed = components['schemas']['ListedBody']
export type Template = components['schemas']['TemplateBody']

const AMONG = ['office', 'documents'] as const

export const recentDocuments = queryOptions({
  queryKey: [...AMONG, 'recent'],
  queryFn: async ({ signal }) =>
    (await ask(api.GET('/api/office/documents', { signal }))).documents,
})

export const templates = queryOptions({
  queryKey: ['office', 'templates'],
  queryFn: async ({ signal }) =>
    (await ask(api.GET('/api/office/templates', { signal }))).templates,
  staleTime: Number.POSITIVE_INFINITY,
})

export function documentAt(id: string) {
  return queryOptions({
    queryKey: [...AMONG, id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/office/documents/{document_id}', {
          params: { path: { document_id: id } },
          signal,
        }),
      ),
  })
}

export async function makeDocument(wish: {
  template: string
  folder?: string
  /** One that is taken gets a number; the template's own without. */
  title?: string
}): Promise<OfficeDocument> {
  const { template, folder, title } = wish
  const body = { template, title: title ?? null, folder_id: folder ?? null }
  const made = await ask(api.POST('/api/office/documents', { body }))
  await queries.invalidateQueries({ queryKey: AMONG })
  return made
}

export async function renameDocument(id: string, title: string): Promise<OfficeDocument> {
  const params = { path: { document_id: id } }
  const renamed = await ask(
    api.PATCH('/api/office/documents/{document_id}', { params, body: { title } }),
  )
  queries.setQueryData(documentAt(id).queryKey, renamed)
  await queries.invalidateQueries({ queryKey: recentDocuments.queryKey })
  return renamed
}

/** `awaySince` in milliseconds, when work is brought that was done without the room. */
const ANSWER_MS = 8_000

export function enterDocument(id: string, awaySince: number | null = null) {
  const query = awaySince === null ? {} : { away_since: new Date(awaySince).toISOString() }
  const params = { path: { document_id: id }, query }
  const signal = AbortSignal.timeout(ANSWER_MS) // who waits for nothing does not try again
  return ask(api.POST('/api/office/documents/{document_id}/tickets', { params, signal }))
}
