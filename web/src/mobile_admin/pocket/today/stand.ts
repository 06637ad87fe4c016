/** How far a target is, by what this phone has done for it and what was told of that. */
import type { Fetched, Target } from '../day/model'
import type { Queue } from '../hooks'
import { isOdd } from '../queue/count'
import type { Visit } from '../visits/model'

export type Stand =
  | 'planned'
  | 'sentBack'
  | 'filling'
  | 'absent'
  | 'refusedVisit'
  | 'told'
  | 'attention'
  | 'held'
  | 'sent'
  | 'lost'
  | 'surveyed'

/** When this phone heard that the case was sent back; null where it was not. */
function sentBackAt(target: Target, day: Fetched | null): number | null {
  return target.sent_back === '' ? null : (day?.at ?? 0)
}

export function standOf(
  visit: Visit | undefined,
  queue: Queue,
  backAt: number | null = null,
): Stand {
  if (!visit) return backAt === null ? 'planned' : 'sentBack'
  if (visit.endedAt === null) return 'filling'
  const kept = queue.ops.filter(({ op }) => op.visit_id === visit.id)
  if (kept.some(({ standing }) => standing === 'waiting')) return 'told'
  if (kept.length > 0) return kept.some(isOdd) ? 'attention' : 'held'
  if (backAt !== null && backAt > visit.endedAt) return 'sentBack'
  if (visit.result === 'absent') return 'absent'
  return visit.result === 'refused' ? 'refusedVisit' : 'sent'
}

/**
 * What is begun here or not told yet, of a case that was somebody else's when the day was fetched:
 * whoever goes on knows that it will be held [FO6].
 */
export function isLost(target: Target, stand: Stand, day: Fetched | null): boolean {
  const isOpen = isLeft(stand) || stand === 'told'
  return isOpen && day?.held !== undefined && !day.held.includes(target.assignment.id)
}

const AT_WORK: readonly string[] = ['assigned', 'visiting', 'supplement']

/**
 * Nobody goes where the work is there already: a colleague's was taken instead, or it was told from
 * another phone.
 */
export function standAt(
  target: Target,
  visit: Visit | undefined,
  queue: Queue,
  day: Fetched | null,
): Stand {
  const stand = standOf(visit, queue, sentBackAt(target, day))
  if (isLost(target, stand, day)) return 'lost'
  return stand === 'planned' && !AT_WORK.includes(target.case.state) ? 'surveyed' : stand
}

/** The latest visit of each assignment. */
export function visitOf(visits: readonly Visit[], assignment: string): Visit | undefined {
  return visits.findLast(({ assignment_id }) => assignment_id === assignment)
}

/** As the inspector put them, then as the office did. */
export function inOrder(targets: readonly Target[], order: readonly string[]): Target[] {
  const seat = ({ assignment }: Target) => {
    const own = order.indexOf(assignment.id)
    return own < 0 ? order.length + (assignment.seat || targets.length) : own
  }
  return [...targets].sort(
    (a, b) => seat(a) - seat(b) || a.case.number.localeCompare(b.case.number),
  )
}

export function isLeft(stand: Stand): boolean {
  return stand === 'planned' || stand === 'sentBack' || stand === 'filling'
}
