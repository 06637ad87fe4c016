/** Figures of the field, for their head. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

export type Asked = components['schemas']['AskedBody']

export const figuresKey = ['field', 'figures'] as const

export const figuresOfCases = (days: number) =>
  queryOptions({
    queryKey: [...figuresKey, 'cases', days],
    queryFn: () => ask(api.GET('/api/field/figures/cases', { params: { query: { days } } })),
    placeholderData: before => before,
  })

export const figuresOfForm = (form_key: string, days: number) =>
  queryOptions({
    queryKey: [...figuresKey, 'form', form_key, days],
    queryFn: () =>
      ask(
        api.GET('/api/field/figures/forms/{form_key}', {
          params: { path: { form_key }, query: { days } },
        }),
      ),
    placeholderData: before => before,
  })
