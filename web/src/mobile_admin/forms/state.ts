/** Forms of the field: what the server has, and what a head may do with them. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { sendBytes } from '@/kernel/sending'

export type FieldForm = components['schemas']['FieldFormBody']
export type FormVersion = components['schemas']['FormVersionBody']
export type FormFile = components['schemas']['FormFileBody']
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

export type Tell = (share: number) => void

/** A workbook or an archive. Throws the refusal whose facts hold the problems. */
export async function uploadSheet(file: File, tell: Tell): Promise<FieldForm> {
  const name = encodeURIComponent(file.name.normalize('NFC'))
  const path = `/api/field/forms?name=${name}`
  return fresh(await sendBytes<FieldForm>({ method: 'POST', path, data: file, tell }))
}

/** As `uploadSheet`, of a file that the form names. */
export async function putFile(
  form_key: string,
  version: string,
  file: File,
  tell: Tell,
): Promise<FieldForm> {
  const path = fileAt(form_key, version, file.name.normalize('NFC'))
  return fresh(await sendBytes<FieldForm>({ method: 'PUT', path, data: file, tell }))
}

async function fresh(form: FieldForm): Promise<FieldForm> {
  await queries.invalidateQueries({ queryKey: formsKey })
  await queries.invalidateQueries({ queryKey: ['field', 'outline', form.id] })
  return form
}

export function fileAt(form_key: string, version: string, name: string): string {
  const at = `/api/field/forms/${form_key}/versions/${encodeURIComponent(version)}`
  return `${at}/files/${encodeURIComponent(name)}`
}

/** Files of a version as the renderer asks for them. */
export function mediaFrom(form_key: string, version: string) {
  return async (name: string): Promise<Blob | null> => {
    const url = new URL(fileAt(form_key, version, name), location.origin)
    return (await send(new Request(url))).blob()
  }
}

export function missingOf(version: FormVersion | undefined): readonly FormFile[] {
  return (version?.files ?? []).filter(({ sha256 }) => sha256 === '')
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
