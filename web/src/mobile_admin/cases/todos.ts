/** Held work waits among what its head has to do. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { hasRole, session } from '@/kernel/session'
import { waiting } from './state'
import { words } from './words'

export async function heldWork(): Promise<readonly Todo[]> {
  const current = session.get()
  if (current === null || current === 'unknown' || current.zone !== 'work') return []
  if (!hasRole(current.person, 'manager')) return []
  const t = say(words)
  return (await queries.fetchQuery(waiting)).map(work => ({
    id: `held ${work.submission_id}`,
    title: t('todo', { number: work.number, subject: work.subject }),
    note: t('todoNote', { sender: work.sender }),
    to: `/field/cases/${work.case_id}`,
    action: { ko: '정하기', en: 'Decide' },
    at: work.received_at,
  }))
}
