/** Decisions and notices of one's division. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

type Schemas = components['schemas']
export type Line = Schemas['NoticeLineBody']
export type Whole = Schemas['OfficialNoticeBody']
export type Standing = Line['standing']
export type Draft = Schemas['DecisionDraftBody']
export type Wish = Schemas['DecisionWishBody']
export type Sending = Schemas['SendingBody']
export type Given = Schemas['GivenBody']

export const noticesKey = ['field', 'notices'] as const
const AGAIN_MS = 1500

export function isGoing({ state }: Pick<Line, 'state'>): boolean {
  return state === 'waiting' || state === 'printing' || state === 'sealing'
}

/** The first page is drawn a moment after the seal. */
function isUnfinished(line: Line): boolean {
  return isGoing(line) || (line.state === 'ready' && !line.has_picture)
}

export const list = queryOptions({
  queryKey: noticesKey,
  queryFn: () => ask(api.GET('/api/field/notices')),
  refetchInterval: ({ state }) => (state.data?.notices.some(isUnfinished) ? AGAIN_MS : false),
})

export const oneOf = (notice_id: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'one', notice_id],
    queryFn: () => ask(api.GET('/api/field/notices/{notice_id}', at(notice_id))),
    refetchInterval: ({ state }) =>
      state.data && (isUnfinished(state.data) || !state.data.node_id) ? AGAIN_MS : false,
  })

export const ofSubmission = (submission_id: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'of', submission_id],
    queryFn: () =>
      ask(
        api.GET('/api/field/submissions/{submission_id}/notices', {
          params: { path: { submission_id } },
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.notices.some(isGoing) ? AGAIN_MS : false),
  })

export const draftOf = (submission_id: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'draft', submission_id],
    queryFn: () =>
      ask(
        api.GET('/api/field/submissions/{submission_id}/decision', {
          params: { path: { submission_id } },
        }),
      ),
  })

export const senderKey = ['field', 'sender'] as const
export const sender = queryOptions({
  queryKey: senderKey,
  queryFn: () => ask(api.GET('/api/field/sender')),
})

export const arrivalOf = (notice_id: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'arrival', notice_id],
    queryFn: () => ask(api.GET('/api/field/notices/{notice_id}/links', at(notice_id))),
    refetchInterval: 4000,
  })

const at = (notice_id: string) => ({ params: { path: { notice_id } } })

async function changing<T>(act: Promise<T>, key: readonly string[] = noticesKey): Promise<T> {
  try {
    return await act
  } finally {
    await queries.invalidateQueries({ queryKey: key })
  }
}

/** Its number is there when this returns; its paper a moment later. */
export function decide(submission_id: string, body: Wish) {
  const path = '/api/field/submissions/{submission_id}/decisions'
  return changing(ask(api.POST(path, { params: { path: { submission_id } }, body })))
}

export function cancel(notice_id: string, reason: string) {
  const body = { reason }
  return changing(
    ask(api.POST('/api/field/notices/{notice_id}/cancel', { ...at(notice_id), body })),
  )
}

export function reissue(notice_id: string, reason: string) {
  const body = { reason }
  return changing(
    ask(api.POST('/api/field/notices/{notice_id}/reissue', { ...at(notice_id), body })),
  )
}

export function retry(notice_id: string) {
  return changing(ask(api.POST('/api/field/notices/{notice_id}/retry', at(notice_id))))
}

export function give(notice_id: string, birth: string): Promise<Given> {
  const body = { birth }
  return changing(ask(api.POST('/api/field/notices/{notice_id}/links', { ...at(notice_id), body })))
}

export function setSender(body: Sending) {
  return changing(ask(api.PUT('/api/field/sender', { body })), senderKey)
}

export const pictureOf = (id: string) => `/api/field/notices/${id}/picture`
export const pdfOf = (id: string) => `/api/field/notices/${id}/document.pdf`

/** 32 hex digits: one for each decision that somebody makes, however often it is sent. */
export function freshId(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
