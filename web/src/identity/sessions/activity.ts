/** Keeps the session open while somebody works over a socket and asks nothing over HTTP. */
import { isAbsent } from '@/kernel/activity'
import { api, ask } from '@/kernel/api'

const EVERY_MS = 4 * 60_000 // a session unused for two hours ends

/** Returns how it stops. */
export function tellActivity(): () => void {
  const timer = setInterval(tell, EVERY_MS)
  return () => clearInterval(timer)
}

async function tell(): Promise<void> {
  if (isAbsent()) return
  // A lost connection or an ended session shows itself elsewhere; the next turn tries again.
  await ask(api.POST('/api/me/activity')).catch(() => undefined)
}
