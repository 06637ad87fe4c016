/** What this person has on this device only: named among what is to do, and before signing out. */
import type { Todo } from '@/kernel/entry'
import { beforeSignOut } from '@/kernel/farewell'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { asRefusal } from '@/kernel/refusal'
import { type Session, session } from '@/kernel/session'
import { dateTime } from '@/kernel/time'
import { documentAt } from '../documents/state'
import { listKept, removeKept, removeOlder } from './vault'
import { words } from './words'

const DAYS_KEPT = 14
const DAY_MS = 86_400_000

interface Leftover {
  readonly document: string
  readonly title: string
  readonly since: number
}

export async function leftovers(): Promise<readonly Todo[]> {
  const current = session.get()
  if (current === null || current === 'unknown') return []
  const t = say(words)
  return (await look(current.person.id)).map(({ document, title, since }) => ({
    id: `kept ${document}`,
    title,
    note: t('todo.note', { at: dateTime(since) }),
    to: `/office/d/${document}`,
    action: { ko: '열어서 저장', en: 'Open and save' },
    at: new Date(since).toISOString(),
  }))
}

/** While this person is signed in; returns how it ends. */
export function guard({ person }: Session): () => void {
  void removeOlder(Date.now() - DAYS_KEPT * DAY_MS)
  return beforeSignOut({
    loss: async () => lossOf(await look(person.id)),
    leave: () => removeKept(person.id),
  })
}

function lossOf(found: readonly Leftover[]): string | null {
  if (found.length === 0) return null
  return say(words)('todo.loss', { title: found.map(({ title }) => title).join(', ') })
}

async function look(person: string): Promise<Leftover[]> {
  const found: Leftover[] = []
  for (const [document, since] of await listKept(person)) {
    const title = await titleOf(person, document)
    if (title !== null) found.push({ document, title, since })
  }
  return found
}

/** Null, and nothing is left of it, where the right to read has gone. */
async function titleOf(person: string, document: string): Promise<string | null> {
  try {
    return (await queries.fetchQuery(documentAt(document))).title
  } catch (error) {
    if (asRefusal(error).status !== 404) throw error
    await removeKept(person, document)
    return null
  }
}
