/** Forms of the field: what the server has, and what a head may do with them. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type FieldForm = components['schemas']['FieldFormBody']
export type FormVersion = components['schemas']['FormVersionBody']
export type Problem = components['schemas']['FormProblemBody']
export type Outline = components['schemas']['OutlineBody']
export type FormState = FormVersion['state']

export const formsKey = ['field', 'forms'] as const
export const fieldForms = queryOptions({
  queryKey: formsKey,
  queryFn: () => ask(api.GET('/api/field/forms')),
})

export const outlineOf = (form_key: string, version: string) =>
  queryOptions({
    queryKey: ['field', 'outline', form_key, version],
    queryFn: () =>
      ask(
        api.GET('/api/field/forms/{form_key}/versions/{version}/outline', {
          params: { path: { form_key, version } },
        }),
      ),
  })

/** Throws the refusal whose facts hold the problems. */
export async function uploadSheet(file: File): Promise<FieldForm> {
  const url = new URL('/api/field/forms', location.origin)
  url.searchParams.set('name', file.name.normalize('NFC'))
  const answer = await send(new Request(url, { method: 'POST', body: file }))
  await queries.invalidateQueries({ queryKey: formsKey })
  return (await answer.json()) as FieldForm
}

export async function move(form_key: string, version: string, state: FormState): Promise<void> {
  const path = { form_key, version }
  await ask(
    api.PUT('/api/field/forms/{form_key}/versions/{version}/state', {
      params: { path },
      body: { state },
    }),
  )
  await queries.invalidateQueries({ queryKey: formsKey })
}

export async function discard(form_key: string, version: string): Promise<void> {
  const path = { form_key, version }
  await ask(api.DELETE('/api/field/forms/{form_key}/versions/{version}', { params: { path } }))
  await queries.invalidateQueries({ queryKey: formsKey })
}

export function sheetOf(form_key: string, version: string): string {
  return `/api/field/forms/${form_key}/versions/${encodeURIComponent(version)}/sheet`
}

/** The form itself, as clients read it. */
export const xformOf = (form_key: string, version: string) =>
  queryOptions({
    queryKey: ['field', 'xform', form_key, version],
    queryFn: async () => {
      const path = `/api/field/forms/${form_key}/versions/${encodeURIComponent(version)}/xform`
      return (await send(new Request(new URL(path, location.origin)))).text()
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
