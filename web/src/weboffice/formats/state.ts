/** Conversions as the suite knows them. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Conversion = components['schemas']['ConversionBody']
export type Choice = components['schemas']['ChoiceBody']
export type Losses = Readonly<Record<string, number>>

export const ENDINGS = ['hwpx', 'hwp', 'docx', 'doc', 'odt', 'rtf', 'html', 'htm', 'md', 'txt']
export const ACCEPT = ENDINGS.map(ending => `.${ending}`).join(',')

export function isReadable(name: string): boolean {
  return ENDINGS.includes(name.split('.').at(-1)?.toLowerCase() ?? '')
}

const path = (id: string) => ({ params: { path: { conversion_id: id } } })

export function conversionAt(id: string) {
  return queryOptions({
    queryKey: ['office', 'conversions', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/office/conversions/{conversion_id}', { ...path(id), signal })),
  })
}

/** What open suggestions count as, where a format cannot hold them. */
export type Verdict = 'accept' | 'reject'

export function choicesOf(documentId: string, suggestions: Verdict) {
  return queryOptions({
    queryKey: ['office', 'formats', documentId, suggestions],
    queryFn: async ({ signal }) =>
      (
        await ask(
          api.GET('/api/office/documents/{document_id}/formats', {
            params: { path: { document_id: documentId }, query: { suggestions } },
            signal,
          }),
        )
      ).formats,
    staleTime: 0,
  })
}

export function isGoing({ state }: Conversion): boolean {
  return state === 'waiting' || state === 'running'
}

export function startImport(nodeId: string): Promise<Conversion> {
  return ask(api.POST('/api/office/imports', { body: { node_id: nodeId } }))
}

/** The file goes into the drive first; what is read is what is kept there. */
export async function uploadImport(file: File): Promise<Conversion> {
  const query = new URLSearchParams({ name: file.name })
  const reply = await send(
    new Request(`/api/office/imports/files?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    }),
  )
  return (await reply.json()) as Conversion
}

export function startExport(
  documentId: string,
  format: string,
  suggestions: Verdict,
): Promise<Conversion> {
  return ask(
    api.POST('/api/office/documents/{document_id}/exports', {
      params: { path: { document_id: documentId } },
      body: { format, suggestions },
    }),
  )
}

export async function cancelConversion(id: string): Promise<void> {
  keepIn(await ask(api.POST('/api/office/conversions/{conversion_id}/cancel', path(id))))
}

export async function keepImport(id: string): Promise<string> {
  const kept = await ask(api.POST('/api/office/conversions/{conversion_id}/keep', path(id)))
  keepIn(kept)
  await queries.invalidateQueries({ queryKey: ['office', 'documents'] })
  return kept.document_id ?? ''
}

function keepIn(conversion: Conversion): void {
  queries.setQueryData(conversionAt(conversion.id).queryKey, conversion)
}

export function saveExport(id: string) {
  return ask(api.POST('/api/office/conversions/{conversion_id}/save', path(id)))
}

export const contentAt = (id: string) => `/api/office/conversions/${id}/content`
