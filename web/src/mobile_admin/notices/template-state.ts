/** What may be decided upon one version of a form. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { noticesKey } from './state'

export type Template = components['schemas']['DecisionWordsBody']
export type Outcome = Template['outcomes'][number]
export type Share = Template['shares'][number]

const PATH = '/api/field/forms/{form_key}/versions/{version}/decisions'

export const templateOf = (form_key: string, version: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'template', form_key, version],
    queryFn: () => ask(api.GET(PATH, { params: { path: { form_key, version } } })),
  })

/** Refused with 412 where somebody else has changed it since revision `seen`. */
export async function setTemplate(
  [form_key, version]: readonly [string, string],
  template: Template,
  seen: number,
): Promise<void> {
  const params = { path: { form_key, version } }
  await ask(api.PUT(PATH, { params, body: { ...template, seen } }))
  await queries.invalidateQueries({ queryKey: noticesKey })
}
