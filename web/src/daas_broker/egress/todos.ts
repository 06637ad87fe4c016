/** Names that people asked to open, for the bell of who answers. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { hasRole, type Session, session, zone } from '@/kernel/session'
import { zones } from './state'
import { words } from './words'

export async function todos(): Promise<readonly Todo[]> {
  const now = session.get()
  if (!now || now === 'unknown' || !hasRole(now.person, 'it_admin')) return []
  if (zone.get() !== 'work') return []
  const t = say(words)
  const all = await queries.fetchQuery({ ...zones, staleTime: 0 })
  return all
    .flatMap(({ wanted }) => wanted)
    .map(({ name, person, reason, at }) => ({
      id: `name ${name} of ${person}`,
      title: t('todo', { who: person, name }),
      note: reason,
      to: '/admin/zones',
      action: { ko: '답하기', en: 'Answer' },
      at,
    }))
}

export function attend({ person }: Session): () => void {
  if (!hasRole(person, 'it_admin')) return () => undefined
  const again = () => void queries.invalidateQueries({ queryKey: ['todos', 'daas_broker'] })
  const hint = (event: string) => event === 'zones.changed' && again()
  return watch('pools:all', { hint, doubt: () => undefined })
}
