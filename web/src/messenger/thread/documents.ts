/** Documents that the reader may send. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, ask } from '@/kernel/api'
import type { Card } from '../model'

/** Undefined while it is not known, and when the reader may not read it. */
export function useDocument(document_id: string): Card | undefined {
  return useQuery({
    queryKey: ['messenger', 'document', document_id],
    queryFn: () =>
      ask(api.GET('/api/messenger/documents/{document_id}', { params: { path: { document_id } } })),
    staleTime: 60_000,
  }).data
}

/** The last used ones for an empty text. */
export function useDocuments(text: string) {
  const query = { text: text.normalize('NFC') }
  return useQuery({
    queryKey: ['messenger', 'documents', query.text],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/messenger/documents', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}
