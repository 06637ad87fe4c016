/**
 * What is said but not acknowledged yet: kept in the browser's database, sent in order for each
 * room, and repeated with the same client id until the server has it or refuses it for good.
 */
import type { Refusal } from '@/kernel/refusal'
import type { CardRef } from '../model'

export interface Unsent {
  readonly clientId: string
  readonly room: string
  readonly sender: string
  readonly body: string
  readonly card: CardRef | null
  /** When it was written; the order within a room. */
  readonly at: number
  readonly refused?: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
}

/** In the order in which they were written, those of one room; a refused one holds up no other. */
export function nextOf(all: readonly Unsent[], room: string): Unsent | undefined {
  return inOrder(all).find(unsent => unsent.room === room && !unsent.refused)
}

export function inOrder(all: readonly Unsent[]): readonly Unsent[] {
  return [...all].sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1))
}

export function roomsToSend(all: readonly Unsent[]): readonly string[] {
  return [...new Set(inOrder(all).flatMap(({ room, refused }) => (refused ? [] : [room])))]
}

export type Verdict =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'refused'; readonly code: string; readonly facts: Refusal['facts'] }

const FIRST_WAIT_MS = 700
const LONGEST_WAIT_MS = 20_000

/** What a failure means: try again after a while, or ask the person. `chance` is from 0 to 1. */
export function verdict(refusal: Refusal, tries: number, chance: number): Verdict {
  if (refusal.status === 429) {
    const seconds = Number(refusal.facts['retry_after'] ?? 1)
    return { kind: 'wait', ms: seconds * 1000 + chance * 500 }
  }
  // Signed out: the text waits for the same person to sign in again.
  if (refusal.passes || refusal.status === 401 || refusal.code === 'csrf_mismatch') {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
    return { kind: 'wait', ms: ceiling * (0.5 + chance / 2) }
  }
  return { kind: 'refused', code: refusal.code, facts: refusal.facts }
}
