/** Names that a desktop was refused lately: the question, and asking that one be let. */
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export const key = (desktop: string) => ['daas', 'refused-names', desktop]

export async function list(desktop_id: string) {
  const params = { path: { desktop_id } }
  return (await ask(api.GET('/api/desktops/{desktop_id}/refused-names', { params }))).names
}

export type RefusedName = Awaited<ReturnType<typeof list>>[number]

export async function askFor(desktop_id: string, name: string, reason: string): Promise<void> {
  const params = { path: { desktop_id } }
  await ask(
    api.POST('/api/desktops/{desktop_id}/refused-names/asked', { params, body: { name, reason } }),
  )
  await queries.invalidateQueries({ queryKey: key(desktop_id) })
}
