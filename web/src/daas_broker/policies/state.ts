/** Policies as those who keep them see them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

type Schemas = components['schemas']
export type Policy = Schemas['PolicyView']
export type Change = Schemas['ChangeView']
export type Turn = Schemas['TurnView']
export type Overview = Schemas['OverviewView']
export type Preview = Schemas['PreviewView']
export type Stream = Schemas['StreamView']
export type Scope = Pick<Change, 'kind' | 'scope_id'>
export type Body = Change['body']

export const policiesKey = ['daas', 'policies'] as const

export const overview = queryOptions({
  queryKey: [...policiesKey, 'overview'],
  queryFn: () => ask(api.GET('/api/admin/policies')),
})

export const streams = queryOptions({
  queryKey: [...policiesKey, 'streams'],
  queryFn: async () => (await ask(api.GET('/api/admin/policies/streams'))).streams,
})

function path({ kind, scope_id }: Scope) {
  return { path: { kind, scope_id } }
}

/** Of a draft that stood there at `seenAt`, as the overview was fetched: it is asked for anew with
 *  that alone, so that nobody asks whom a draft affects that is gone by then. */
export const previewOf = (scope: Scope, seenAt: number) =>
  queryOptions({
    queryKey: ['daas', 'policy-previews', scope.kind, scope.scope_id, seenAt],
    queryFn: () =>
      ask(api.GET('/api/admin/policies/{kind}/{scope_id}/draft/preview', { params: path(scope) })),
    placeholderData: keepPreviousData,
  })

export async function stage(scope: Scope, body: Body): Promise<void> {
  await ask(
    api.PUT('/api/admin/policies/{kind}/{scope_id}/draft', { params: path(scope), body: { body } }),
  )
  await changed()
}

export async function discard(scope: Scope): Promise<void> {
  await ask(api.DELETE('/api/admin/policies/{kind}/{scope_id}/draft', { params: path(scope) }))
  await changed()
}

/** The revision that it became. */
export async function apply(scope: Scope): Promise<number> {
  const { revision } = await ask(
    api.POST('/api/admin/policies/{kind}/{scope_id}/draft/apply', { params: path(scope) }),
  )
  await changed()
  return revision
}

export async function undo(seq: number): Promise<void> {
  await ask(api.POST('/api/admin/policies/versions/{seq}/undo', { params: { path: { seq } } }))
  await changed()
}

export async function trace(code: string) {
  return (await ask(api.GET('/api/admin/policies/trace', { params: { query: { code } } }))).traces
}

const changed = () => queries.invalidateQueries({ queryKey: policiesKey })
