/** Hears of alarms and of sessions that end, whatever screen is open, and says so. */
import { say } from '@/kernel/i18n'
import { type Hint, keptOut, liveness, watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { hasRole, type Session } from '@/kernel/session'
import { toastNews } from '@/kit/toast'
import { refreshAlarms, wordOf } from '../alarms/state'
import { words as alarmWords } from '../alarms/words'
import { here, sessionKey } from '../sessions/state'
import { notify } from './notification'
import { words } from './words'

export function attend({ person }: Session): () => void {
  const isWatcher = hasRole(person, 'security_officer', 'it_admin')
  const own = watch(`person:${person.id}`, { hint: hear, doubt })
  const all = isWatcher ? watch('gvpn:admin', { hint: hearAll, doubt }) : () => undefined
  const cut = liveness.follow(lookAgain)
  const out = keptOut.follow(lookAgain)
  return () => {
    own()
    all()
    cut()
    out()
  }
}

const COMMITTED_MS = 2_000

/** With a session its socket ends and no hint comes any more: the page must not go on saying "in". */
function lookAgain(): void {
  if (liveness.get() !== 'away' || !queries.getQueryData(here.queryKey)?.session) return
  const ask = () => void queries.invalidateQueries({ queryKey: sessionKey })
  ask()
  setTimeout(ask, COMMITTED_MS)
}

function doubt(): void {
  void queries.invalidateQueries({ queryKey: sessionKey })
  void refreshAlarms()
}

function hear(event: string, hint: Hint): void {
  if (event === 'tunnel.session') {
    void queries.invalidateQueries({ queryKey: sessionKey })
    void queries.invalidateQueries({ queryKey: ['todos', 'vpn'] })
    if (typeof hint.minutes === 'number') warn(hint.minutes)
  }
  if (event === 'tunnel.alarm') {
    void refreshAlarms()
    if (hint.is_new === true) tellAlarm(hint)
  }
}

function hearAll(event: string, hint: Hint): void {
  if (event !== 'tunnel.alarm') return
  void refreshAlarms()
  if (hint.is_new === true) tellAlarm(hint)
}

/** The bar above the page says it where the session is; elsewhere a notice does. */
function warn(minutes: number): void {
  const text = say(words)('warned', { minutes })
  const isHere = queries.getQueryData(here.queryKey)?.session
  if (!isHere) toastNews(text)
  notify(text, 'session')
}

function tellAlarm(hint: Hint): void {
  const t = say(alarmWords)
  const word = wordOf({ kind: hint.kind, what: hint.what })
  const text = t('newAlarm', { what: t(`kind.${word}`) })
  toastNews(text)
  notify(text, `alarm ${word}`)
}
