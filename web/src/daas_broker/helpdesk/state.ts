/** Calls for help: the user's own and the helpers' queue. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { asRefusal } from '@/kernel/refusal'
import { message } from '../display/channel'

export type OwnHelp = components['schemas']['OwnHelpView']
export type Call = components['schemas']['CallView']
export type Context = components['schemas']['HelpContextBody']
export type Wish = 'watch' | 'control'
export type Step = Call['step']

/** From the gateway to both pages: `by` is the helper's name, null when nobody watches. */
export const watchedNow = message<{ by: string | null; control: boolean }>('help.watched')

const NOT_FOUND = 404

function isGone(error: Error | null): boolean {
  return error !== null && asRefusal(error).status === NOT_FOUND
}

export const ownHelpKey = (desktop: string) => ['daas', 'help', desktop] as const
export const ownHelp = (desktop_id: string) =>
  queryOptions({
    queryKey: ownHelpKey(desktop_id),
    queryFn: async () =>
      (await ask(api.GET('/api/desktops/{desktop_id}/help', { params: { path: { desktop_id } } })))
        .help,
    // A question stands for a minute only: a hint that was lost must not cost it.
    // Of a desktop that is gone there is no call: it would be asked for as long as the page stands.
    refetchInterval: ({ state }) => (state.data && !isGone(state.error) ? 5_000 : false),
  })

export const callsKey = ['daas', 'helpdesk'] as const
export const calls = queryOptions({
  queryKey: callsKey,
  queryFn: () => ask(api.GET('/api/admin/helpdesk')),
  refetchInterval: 15_000,
})

export const callKey = (id: string) => ['daas', 'helpdesk', id] as const
export const callOf = (help_id: string) =>
  queryOptions({
    queryKey: callKey(help_id),
    queryFn: () => ask(api.GET('/api/admin/helpdesk/{help_id}', { params: { path: { help_id } } })),
    refetchInterval: 5_000,
  })

const own = (desktop_id: string) => ({ params: { path: { desktop_id } } })
const at = (help_id: string) => ({ params: { path: { help_id } } })

export async function askForHelp(desktop: string, note: string, context: Context): Promise<void> {
  const made = await ask(
    api.POST('/api/desktops/{desktop_id}/help', { ...own(desktop), body: { note, context } }),
  )
  queries.setQueryData(ownHelpKey(desktop), made)
}

/** `helper_id` is whom the question named: another may have asked since. */
export async function answer(
  desktop: string,
  said: { readonly wish: Wish; readonly yes: boolean; readonly helper_id: string },
): Promise<void> {
  const call = await ask(
    api.POST('/api/desktops/{desktop_id}/help/answer', { ...own(desktop), body: said }),
  )
  queries.setQueryData(ownHelpKey(desktop), call)
}

export async function stopOwn(desktop: string, wish: Wish): Promise<void> {
  const call = await ask(
    api.POST('/api/desktops/{desktop_id}/help/stop', { ...own(desktop), body: { wish } }),
  )
  queries.setQueryData(ownHelpKey(desktop), call)
}

export async function closeOwn(desktop: string): Promise<void> {
  await ask(api.DELETE('/api/desktops/{desktop_id}/help', own(desktop)))
  queries.setQueryData(ownHelpKey(desktop), null)
}

/** One of the helper's acts; the page then shows where the call stands. */
async function moved(work: Promise<Call>): Promise<void> {
  const call = await work
  queries.setQueryData(callKey(call.id), call)
  await queries.invalidateQueries({ queryKey: callsKey, exact: true })
}

export const helper = {
  take: (id: string) => moved(ask(api.POST('/api/admin/helpdesk/{help_id}/take', at(id)))),
  putBack: (id: string) => moved(ask(api.POST('/api/admin/helpdesk/{help_id}/put-back', at(id)))),
  ask: (id: string, wish: Wish) =>
    moved(ask(api.POST('/api/admin/helpdesk/{help_id}/ask', { ...at(id), body: { wish } }))),
  stop: (id: string, wish: Wish) =>
    moved(ask(api.POST('/api/admin/helpdesk/{help_id}/stop', { ...at(id), body: { wish } }))),
  async close(id: string, outcome: string): Promise<void> {
    await ask(api.POST('/api/admin/helpdesk/{help_id}/close', { ...at(id), body: { outcome } }))
    await queries.invalidateQueries({ queryKey: callsKey })
  },
  ticket: (id: string) => ask(api.POST('/api/admin/helpdesk/{help_id}/tickets', at(id))),
  offer: (desktop_id: string, reason: string) =>
    ask(api.POST('/api/admin/helpdesk', { body: { desktop_id, reason } })),
}
