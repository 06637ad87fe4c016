/** Who is signed in in this browser: it may be somebody else than whose pocket is open. */
import { session } from '@/kernel/session'

/**
 * Calls when another session begins or this one ends. The same one asked for once more is no news:
 * whoever asks because they were refused would be called at once, and refused again.
 */
export function followSession(act: () => void): () => void {
  let before = markOf()
  return session.follow(() => {
    const now = markOf()
    if (now === before) return
    before = now
    act()
  })
}

function markOf(): string {
  const current = session.get()
  if (current === null) return ''
  return current === 'unknown' ? current : current.csrf
}
