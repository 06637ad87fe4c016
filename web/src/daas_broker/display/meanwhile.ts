/** A viewer's page that is loaded anew while the database is away: as whom it is shown, until asked. */
import { queries } from '@/kernel/queries'
import type { Session } from '@/kernel/session'
import { desktopOf } from '../sessions/state'
import { recall } from './kept'

const VIEWER = /^\/desktops\/view\/([\w-]+)$/

/** Null for every other screen, and where nothing was promised or its time is over. */
export async function meanwhile(path: string): Promise<Session | null> {
  const [, desktop] = VIEWER.exec(path) ?? []
  const kept = desktop ? await recall(desktop) : null
  if (!kept) return null
  queries.setQueryData(desktopOf(kept.desktop).queryKey, kept.view)
  return kept.session
}
