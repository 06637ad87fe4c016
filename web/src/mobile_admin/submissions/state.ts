/** What was sent from the field. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { noticesKey } from '../notices/state'

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

/** When and where its files were made, by the phone's own word. */
export const takenOf = (submission_id: string) =>
  queryOptions({
    queryKey: [...sentKey, submission_id, 'taken'],
    queryFn: async () =>
      (await ask(api.GET('/api/field/parcels', { params: { query: { submission_id } } }))).files,
  })

/** As they were sent, and the files that came with them. */
export const answersOf = (submission_id: string) =>
  queryOptions({
    queryKey: [...sentKey, submission_id, 'answers'],
    queryFn: async () => {
      const params = { path: { submission_id } }
      const [sent, whole] = await Promise.all([
        ask(api.GET('/api/field/submissions/{submission_id}/xml', { params })),
        ask(api.GET('/api/field/submissions/{submission_id}', { params })),
      ])
      const files = await Promise.all(whole.files.map(({ name }) => fetched(submission_id, name)))
      return { ...sent, title: whole.title, sender: whole.sender, files }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

async function fetched(id: string, name: string): Promise<File> {
  const answer = await send(new Request(new URL(fileOf(id, name), location.origin)))
  const blob = await answer.blob()
  return new File([blob], name, { type: blob.type })
}

/** Of one's own that was held; heads have none of their own there as a rule. */
export const ownHeld = queryOptions({
  queryKey: [...sentKey, 'own held'],
  queryFn: async () => (await ask(api.GET('/api/field/works/own-held'))).works,
})

export type Verdict = components['schemas']['LatestReviewBody']['verdict']

export const verdictsKey = ['field', 'verdicts'] as const
export const verdicts = queryOptions({
  queryKey: verdictsKey,
  queryFn: async () => (await ask(api.GET('/api/field/reviews'))).reviews,
})

export const reviewsOf = (submission_id: string) =>
  queryOptions({
    queryKey: [...verdictsKey, submission_id],
    queryFn: () =>
      ask(
        api.GET('/api/field/submissions/{submission_id}/reviews', {
          params: { path: { submission_id } },
        }),
      ),
  })

export interface Decision {
  readonly verdict: Verdict
  readonly reason: string
  /** How many reviews were shown when it was decided. */
  readonly seen: number
}

/** Refused with 412 where somebody else has decided meanwhile; what is shown is asked anew. */
export async function decide(submission_id: string, body: Decision): Promise<void> {
  try {
    await ask(
      api.POST('/api/field/submissions/{submission_id}/reviews', {
        params: { path: { submission_id } },
        body,
      }),
    )
  } finally {
    await queries.invalidateQueries({ queryKey: verdictsKey })
    // Whether it may be decided hangs on what was said last.
    await queries.invalidateQueries({ queryKey: noticesKey })
  }
}

export function fileOf(id: string, name: string): string {
  return `/api/field/submissions/${id}/files/${encodeURIComponent(name)}`
}

export function isPicture(name: string): boolean {
  return /\.(jpe?g|png|webp)$/i.test(name)
}

/** Of the paper that was signed at the door, by the number that its phone gave it. */
export function isPaper(name: string): boolean {
  return /^임시-[0-9A-F]{8}-\d{3,}(-[0-9A-Z]{6})? /.test(name)
}
