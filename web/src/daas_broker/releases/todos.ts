/** What waits for one's answer, for the first page. */

import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { zone } from '@/kernel/session'
import { inbox } from './state'
import { words } from './words'

export async function todos(): Promise<readonly Todo[]> {
  if (zone.get() !== 'work') return []
  const { waiting } = await queries.fetchQuery(inbox)
  const t = say(words)
  return waiting.map(release => ({
    id: `release-${release.id}`,
    title: t('todo', { who: release.person, name: release.name }),
    note: `${t('title')} · ${release.reason}`,
    to: `/transfers/${release.id}`,
    action: { ko: '답하기', en: 'Answer' },
    at: release.asked_at,
  }))
}
