/** Who is signed in, as `GET /api/session` tells it. */

import type { components } from '@/generated/api'
import { absence } from './activity'
import { connectionLost } from './connection'
import { refusalOf } from './refusal'
import { store, useStore } from './store'

export type Session = components['schemas']['SessionBody']
export type Person = Session['person']
export type Zone = Session['zone']
export type Role = Person['roles'][number]

/** Where this page was fetched from; the server says it to strangers too. */
export const zone = store<Zone>('work')
const ZONE_HEADER = 'X-Onmaru-Zone'

/** `unknown` until the suite was asked; `null` for a stranger. */
export const session = store<Session | null | 'unknown'>('unknown')

export function useSession(): Session {
  const current = useStore(session)
  if (current === null || current === 'unknown')
    throw new Error('asked for a session before sign-in')
  return current
}

export function hasRole(person: Person, ...roles: readonly Role[]): boolean {
  return roles.some(role => person.roles.includes(role))
}

export function csrfToken(): string | null {
  const current = session.get()
  return current !== null && current !== 'unknown' ? current.csrf : null
}

/** By what a screen kept for as long as the suite cannot say who is signed in; then it counts no more. */
export function assume(found: Session): void {
  if (session.get() === 'unknown') session.set(found)
}

type Who = ReturnType<typeof session.get>

/** What one person's page shows is not for another, who signed in beside it in the same browser. */
export function isSomebodyElse(before: Who, after: Who): boolean {
  const [one, other] = [before, after].map(who => (who && who !== 'unknown' ? who.person.id : null))
  return !!one && !!other && one !== other
}

export function sessionEnded(): void {
  session.set(null)
}

/** Asks who is signed in, as often as it takes to get an answer. */
export async function refreshSession(): Promise<void> {
  for (;;) {
    const response = await fetch('/api/session', { cache: 'no-store', headers: absence() }).catch(
      () => null,
    )
    noteZone(response?.headers.get(ZONE_HEADER))
    const found: Session | null = response?.ok ? await response.json().catch(() => null) : null
    if (found) return session.set(found)
    if (response?.status === 401) return session.set(null)
    if (response && response.status < 500) throw await refusalOf(response)
    await connectionLost()
  }
}

function noteZone(said: string | null | undefined): void {
  if (said !== 'work' && said !== 'internet' && said !== 'guest') return
  zone.set(said)
  document.documentElement.dataset.zone = said
}
