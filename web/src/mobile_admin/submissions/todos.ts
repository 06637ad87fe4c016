/** What was sent back to its sender waits among what is to do. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { session } from '@/kernel/session'
import { sent, verdicts } from './state'
import { words } from './words'

export async function sentBack(): Promise<readonly Todo[]> {
  const current = session.get()
  if (current === null || current === 'unknown' || current.zone !== 'work') return []
  const [said, { submissions }] = await Promise.all([
    queries.fetchQuery(verdicts),
    queries.fetchQuery(sent),
  ])
  const t = say(words)
  return said
    .filter(({ verdict }) => verdict === 'sent_back')
    .flatMap(({ submission_id, reason, at }) => {
      const line = submissions.find(({ id }) => id === submission_id)
      if (!line?.is_own || line.corrected_by !== null) return []
      return [
        {
          id: `sent back ${submission_id}`,
          title: t('todo', { place: line.about.name || line.title }),
          note: reason,
          to: `/field/sent/${submission_id}`,
          action: { ko: '열기', en: 'Open' },
          at,
        },
      ]
    })
}
