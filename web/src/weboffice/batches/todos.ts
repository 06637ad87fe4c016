/** What was written while away, for 나의 업무. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { ownBatches } from './state'
import { words } from './words'

export async function waiting(): Promise<readonly Todo[]> {
  const t = say(words)
  const found = await queries.fetchQuery(ownBatches)
  return found.map(({ id, title, arrived_at }) => ({
    id: `batch ${id}`,
    title,
    note: t('todo'),
    to: `/office/batches/${id}`,
    action: { ko: '확인', en: 'Review' },
    at: arrived_at,
  }))
}
