/** Work of one's own that was held because the case was somebody else's, and what became of it. */
import type { components } from '@/generated/api'

export type OwnHeld = components['schemas']['OwnHeldBody']
export type Became = 'waiting' | 'accepted' | 'replaced' | 'setAside' | 'displaced' | 'restored'

/**
 * `replaced`: it was accepted, and something else counts since [AS8]. `displaced` and `restored` are
 * the holder's own result, where the head took somebody else's and where that was set aside again.
 */
export function whatBecameOf(work: Pick<OwnHeld, 'ruling' | 'counts' | 'standing'>): Became {
  const { ruling, counts, standing } = work
  if (standing === 'valid') return counts ? 'restored' : 'displaced'
  if (ruling === null) return 'waiting'
  if (ruling === 'set_aside') return 'setAside'
  return counts ? 'accepted' : 'replaced'
}

/** By the submission, what was seen of it last. */
export type Seen = Readonly<Record<string, number>>

/** Of a decision; another one where something else counts since, and nobody decided on this anew. */
export function markOf(work: Pick<OwnHeld, 'rev' | 'ruling' | 'counts' | 'standing'>): number {
  return whatBecameOf(work) === 'replaced' ? -work.rev : work.rev
}

/** What their person has not seen yet [AS10]. */
export function newsOf(works: readonly OwnHeld[], seen: Seen): readonly OwnHeld[] {
  return works.filter(
    work => whatBecameOf(work) !== 'waiting' && seen[work.submission_id] !== markOf(work),
  )
}
