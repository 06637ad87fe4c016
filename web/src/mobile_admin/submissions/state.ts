/** What was sent from the field. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

export type Line = components['schemas']['SubmissionLineBody']
export type Whole = components['schemas']['SubmissionBody']
export type Fault = components['schemas']['FindingBody']['fault']

export const sentKey = ['field', 'sent'] as const
export const sent = queryOptions({
  queryKey: sentKey,
  queryFn: () => ask(api.GET('/api/field/submissions')),
})

export const oneOf = (submission_id: string) =>
  queryOptions({
    queryKey: [...sentKey, submission_id],
    queryFn: () =>
      ask(
        api.GET('/api/field/submissions/{submission_id}', { params: { path: { submission_id } } }),
      ),
  })

export function fileOf(id: string, name: string): string {
  return `/api/field/submissions/${id}/files/${encodeURIComponent(name)}`
}

export function isPicture(name: string): boolean {
  return /\.(jpe?g|png|webp)$/i.test(name)
}
