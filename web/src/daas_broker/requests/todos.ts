/** Answers that nobody has looked at yet, and what waits for an administrator's, for the bell. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { hasRole, type Session, session, zone } from '@/kernel/session'
import { type Asked, desk, everybodys } from './state'
import { words } from './words'

export async function todos(): Promise<readonly Todo[]> {
  if (zone.get() === 'guest') return []
  const [mine, others] = await Promise.all([answers(), waiting()])
  return [...mine, ...others]
}

async function answers(): Promise<readonly Todo[]> {
  const { mine } = await queries.fetchQuery({ ...desk, staleTime: 0 })
  return mine.filter(one => one.is_news).map(answered)
}

function answered({ id, pool, stage, answer, decided_by, decided_at, asked_at }: Asked): Todo {
  const t = say(words)
  return {
    id: `desktop request ${id}`,
    title: t('answered', { pool, stage: t(`stage.${stage}`) }),
    note: [decided_by, answer].filter(Boolean).join(' · '),
    to: '/desktops/requests',
    action: { ko: '보기', en: 'View' },
    at: decided_at ?? asked_at,
  }
}

async function waiting(): Promise<readonly Todo[]> {
  const now = session.get()
  if (!now || now === 'unknown' || !hasRole(now.person, 'it_admin')) return []
  if (zone.get() !== 'work') return []
  const t = say(words)
  const all = await queries.fetchQuery({ ...everybodys, staleTime: 0 })
  return all
    .filter(({ stage, is_gone }) => stage === 'asked' && !is_gone)
    .map(({ id, person, pool, reason, asked_at }) => ({
      id: `desktop request of ${id}`,
      title: t('todo', { who: person, pool }),
      note: reason,
      to: '/admin/desktop-requests',
      action: { ko: '답하기', en: 'Answer' },
      at: asked_at,
    }))
}

const TOLD = new Set(['desktop.request', 'images.changed'])

/** One's own answers; whoever answers hears of requests and of images as well. */
export function attend({ person }: Session): () => void {
  const again = () => void queries.invalidateQueries({ queryKey: ['todos', 'daas_broker'] })
  const watcher = {
    hint: (event: string) => TOLD.has(event) && again(),
    doubt: again,
  }
  const topics = [`person:${person.id}`, ...(hasRole(person, 'it_admin') ? ['pools:all'] : [])]
  const ends = topics.map(topic => watch(topic, watcher))
  return () => {
    for (const end of ends) end()
  }
}
