/**
 * What the messenger does while somebody is signed in, whatever screen is open: hear of messages,
 * bring unsent ones to the server, and say whether the person looks at the page.
 */
import { connection } from '@/kernel/connection'
import { type Hint, liveness, socket, watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import type { Session } from '@/kernel/session'
import { refreshInbox } from './rooms/state'
import { forgetDrafts, loadDrafts } from './thread/drafts'
import { resume, retry, suspend } from './thread/sending'
import { catchUpAll, forgetTalk, forgetTalks, hinted } from './thread/talks'

export const POLL_MS = 10_000
const IDLE_MS = 5 * 60_000

export function attend({ person }: Session): () => void {
  const leave = watch(`person:${person.id}`, { hint: hear, doubt })
  const ends = [pollWhileAway(), tellPresence(), connection.follow(retryWhenUp)]
  void loadDrafts(person.id)
  void resume(person.id)
  return () => {
    leave()
    for (const end of ends) end()
    suspend()
    forgetTalks()
    forgetDrafts()
    queries.removeQueries({ queryKey: ['messenger'] })
  }
}

function hear(event: string, hint: Hint): void {
  if (event !== 'messenger.room') return
  refreshInbox()
  const { room, last_seq, changes, is_gone } = hint
  if (is_gone === true) forgetTalk(String(room))
  if (typeof last_seq === 'number') hinted(String(room), last_seq, Number(changes))
}

/** Hints may be missing: ask for everything that is on screen, and try what is unsent. */
function doubt(): void {
  void queries.invalidateQueries({ queryKey: ['messenger'] })
  void queries.invalidateQueries({ queryKey: ['count', 'messenger'] })
  catchUpAll()
  retry()
}

function retryWhenUp(): void {
  if (connection.get() === 'up') retry()
}

function pollWhileAway(): () => void {
  const timer = setInterval(() => {
    if (liveness.get() === 'away' && document.visibilityState === 'visible') doubt()
  }, POLL_MS)
  addEventListener('online', doubt)
  return () => {
    clearInterval(timer)
    removeEventListener('online', doubt)
  }
}

/** No more than whether the page is looked at and was touched lately; never what is done. */
function tellPresence(): () => void {
  let said = 'here'
  let touchedAt = Date.now()
  function tell() {
    const looked = document.visibilityState === 'visible' && Date.now() - touchedAt < IDLE_MS
    const state = looked ? 'here' : 'elsewhere'
    if (state === said) return
    said = state
    void socket().then(to => to.connected && to.emit('messenger.presence', { state }))
  }
  function touched() {
    touchedAt = Date.now()
    if (said !== 'here') tell()
  }
  // A new socket counts as `here` until it says otherwise.
  const again = liveness.follow(() => {
    said = 'here'
    tell()
  })
  const timer = setInterval(tell, 30_000)
  document.addEventListener('visibilitychange', tell)
  for (const event of ['pointerdown', 'keydown', 'wheel']) addEventListener(event, touched, true)
  return () => {
    again()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tell)
    for (const event of ['pointerdown', 'keydown', 'wheel'])
      removeEventListener(event, touched, true)
  }
}
