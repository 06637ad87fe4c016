/** The external office as the suite knows it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { language } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { offer } from './offered'

export type Office = components['schemas']['OfficeBody']
export type Opened = components['schemas']['OpenedBody']
export type State = 'off' | 'asking' | 'found' | 'trouble'

const AGAIN_MS = 10 * 60_000
const ASKING_MS = 3_000
const CALM_MS = 30_000

/** Keeps what the drive's menus offer in step with what the office says of itself. */
export function followTypes(): () => void {
  const look = () => {
    api.GET('/api/office/external/types').then(
      ({ data }) => data && offer(data.types.map(({ ending }) => ending)),
      () => undefined, // the menus go on as they are; the next look is soon
    )
  }
  look()
  const timer = setInterval(look, AGAIN_MS)
  return () => clearInterval(timer)
}

export function openFile(id: string): Promise<Opened> {
  return ask(
    api.POST('/api/office/external/files/{file_id}', {
      params: { path: { file_id: id } },
      body: { language: language() },
    }),
  )
}

export function stateOf({ origin, asked_at, tried_at, problem }: Office): State {
  if (!origin) return 'off'
  if (!tried_at || (asked_at && asked_at > tried_at)) return 'asking'
  return problem ? 'trouble' : 'found'
}

export const office = queryOptions({
  queryKey: ['office', 'external'],
  queryFn: () => ask(api.GET('/api/admin/external-office')),
  refetchInterval: ({ state }) =>
    state.data && stateOf(state.data) === 'asking' ? ASKING_MS : CALM_MS,
})

export async function nameOffice(origin: string): Promise<void> {
  queries.setQueryData(
    office.queryKey,
    await ask(api.PUT('/api/admin/external-office', { body: { origin } })),
  )
}

export async function askAgain(): Promise<void> {
  queries.setQueryData(office.queryKey, await ask(api.POST('/api/admin/external-office/check')))
}
