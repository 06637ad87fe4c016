/** Asked before somebody signs out, on whatever page: most browsers have no pocket, and fetch no more than this. */
import { beforeSignOut } from '@/kernel/farewell'
import { say } from '@/kernel/i18n'
import { session } from '@/kernel/session'
import { listRegistered } from '../store/registry'
import { words } from './words'

/** `opened`: whose pocket is open in this page. Returns how it ends. */
export function guard(opened: () => string | null = () => null): () => void {
  return beforeSignOut({
    loss: () => Promise.resolve(null),
    async news() {
      const [person] = await withPocket(opened())
      if (person === undefined) return null
      const unsent = await (await import('./leave')).unsentOf(person)
      const t = say(words)
      if (unsent === null) return t('locked')
      return unsent === 0 ? t('nothing') : t('stays', { count: unsent })
    },
    async leave() {
      for (const person of await withPocket(opened()))
        await (await import('./leave')).leavePhone(person)
    },
  })
}

/** Who goes and has a pocket here; nobody where this browser may keep nothing. */
async function withPocket(opened: string | null): Promise<readonly string[]> {
  const current = session.get()
  const signedIn = current === null || current === 'unknown' ? null : current.person.id
  const pockets = await listRegistered().catch(() => [])
  const there = new Set(pockets.map(({ person }) => person))
  return [...new Set([opened, signedIn])].filter(each => each !== null).filter(id => there.has(id))
}
