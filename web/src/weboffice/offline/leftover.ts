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
  void orNothing(removeOlder(Date.now() - DAYS_KEPT * DAY_MS), undefined)
  return beforeSignOut({
    loss: async () => lossOf(await look(person.id)),
    leave: () => orNothing(removeKept(person.id), undefined),
  })
}

function lossOf(found: readonly Leftover[]): string | null {
  if (found.length === 0) return null
  return say(words)('todo.loss', { title: found.map(({ title }) => title).join(', ') })
}

async function look(person: string): Promise<Leftover[]> {
  const found: Leftover[] = []
  for (const [document, since] of await orNothing(listKept(person), new Map())) {
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

/**
 * A browser that may not keep anything has nothing of ours, and its person can still sign out. That
 * what is written cannot be kept was told where it was written.
 */
function orNothing<T>(asked: Promise<T>, nothing: T): Promise<T> {
  return asked.catch(error => {
    if (error instanceof DOMException) return nothing
    throw error
  })
}
