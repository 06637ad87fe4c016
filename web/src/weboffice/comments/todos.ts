/** Where somebody was called in, for 나의 업무 and the bell. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import type { Session } from '@/kernel/session'
import { mentions } from './state'
import { words } from './words'

export async function calls(): Promise<readonly Todo[]> {
  const t = say(words)
  const found = await queries.fetchQuery({ ...mentions, staleTime: 0 })
  return found.map(({ document_id, thread_id, title, author_name, body, at }) => ({
    id: `mention ${thread_id}`,
    title,
    note: `${t('calls', { name: author_name })} · ${body}`,
    to: `/office/d/${document_id}?thread=${thread_id}`,
    action: { ko: '보기', en: 'View' },
    at,
  }))
}

export function attend({ person }: Session): () => void {
  const again = () => void queries.invalidateQueries({ queryKey: ['todos', 'weboffice'] })
  return watch(`mentions:${person.id}`, { hint: again, doubt: again })
}
