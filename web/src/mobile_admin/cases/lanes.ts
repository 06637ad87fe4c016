/** The board's columns: states that a head would look at together. Pure. */
import type { BoardCase, CaseState } from './state'

export interface Lane {
  readonly id:
    | 'received'
    | 'assigned'
    | 'visiting'
    | 'supplement'
    | 'surveyed'
    | 'deciding'
    | 'after'
    | 'aside'
  readonly states: readonly CaseState[]
  /** Shown only where there is something in it. */
  readonly quiet?: boolean
}

export const LANES: readonly Lane[] = [
  { id: 'received', states: ['received'] },
  { id: 'assigned', states: ['assigned'] },
  { id: 'visiting', states: ['visiting'] },
  { id: 'supplement', states: ['supplement'], quiet: true },
  { id: 'surveyed', states: ['surveyed'] },
  { id: 'deciding', states: ['deciding'] },
  { id: 'after', states: ['enforced', 'delivered', 'filed', 'closed'] },
  { id: 'aside', states: ['suspended', 'rejected'], quiet: true },
]

export const ASSIGNABLE: readonly CaseState[] = ['received', 'assigned', 'visiting', 'supplement']

export interface Filled extends Lane {
  readonly cases: readonly BoardCase[]
}

/** What is due first stands first; what has no day stands last. */
export function filled(cases: readonly BoardCase[]): readonly Filled[] {
  return LANES.map(lane => ({
    ...lane,
    cases: cases.filter(({ case: { state } }) => lane.states.includes(state)).sort(byDue),
  })).filter(({ quiet, cases }) => !quiet || cases.length > 0)
}

function byDue({ case: a }: BoardCase, { case: b }: BoardCase): number {
  if (a.due_on === b.due_on) return a.number.localeCompare(b.number)
  if (a.due_on === null) return 1
  return b.due_on === null ? -1 : a.due_on.localeCompare(b.due_on)
}

export function countOf(
  lane: Lane,
  counts: readonly { readonly state: CaseState; readonly count: number }[],
): number {
  return counts
    .filter(({ state }) => lane.states.includes(state))
    .reduce((sum, { count }) => sum + count, 0)
}

export function isAssignable({ case: { state } }: BoardCase): boolean {
  return ASSIGNABLE.includes(state)
}

/** `today` is `2026-11-26` in Seoul, as `dayKey` says it. */
export function isOverdue({ case: { due_on, state } }: BoardCase, today: string): boolean {
  return due_on !== null && due_on < today && ASSIGNABLE.includes(state)
}
