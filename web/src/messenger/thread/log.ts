/**
 * The part of a room's log that this page holds: gapless from its first number to its last.
 * What the server sends is laid in; what would leave a hole is not, and has to be fetched.
 */
import type { Card, Member, Message, Page } from '../model'

export interface Log {
  readonly messages: readonly Message[]
  /** The newest number that the server is known to have. */
  readonly lastSeq: number
  /** The newest change to older messages that is laid in. */
  readonly changes: number
  /** The first number that this reader may see. */
  readonly firstSeq: number
  readonly cards: ReadonlyMap<string, Card>
}

export const EMPTY: Log = {
  messages: [],
  lastSeq: 0,
  changes: 0,
  firstSeq: 1,
  cards: new Map(),
}

export function firstHeld(log: Log): number {
  return log.messages[0]?.seq ?? log.lastSeq + 1
}

export function lastHeld(log: Log): number {
  return log.messages.at(-1)?.seq ?? 0
}

export function hasOlder(log: Log): boolean {
  return log.messages.length > 0 && firstHeld(log) > log.firstSeq
}

/** Whether a hint tells of something that is not held yet. */
export function isBehind(log: Log, lastSeq: number, changes: number): boolean {
  return lastSeq > lastHeld(log) || changes > log.changes
}

/** The newest page, from nothing. */
export function begin(page: Page): Log {
  return {
    messages: page.messages,
    lastSeq: page.last_seq,
    changes: page.changes,
    firstSeq: page.first_seq,
    cards: new Map(page.cards.map(card => [card.id, card])),
  }
}

/** A page asked for with `after: lastHeld(log)` and `changed_after: log.changes`. */
export function addNewer(log: Log, page: Page): Log {
  const next = lastHeld(log) + 1
  const fresh = page.messages.filter(({ seq }) => seq >= next)
  const fits = fresh.length === 0 || fresh[0]?.seq === next || log.messages.length === 0
  const messages = fits ? [...replaced(log.messages, page.changed), ...fresh] : log.messages
  return {
    ...log,
    messages,
    lastSeq: Math.max(log.lastSeq, page.last_seq),
    changes: Math.max(log.changes, page.changes),
    cards: withCards(log, page),
  }
}

/** A page asked for with `before: firstHeld(log)`. */
export function addOlder(log: Log, page: Page): Log {
  const first = firstHeld(log)
  const older = page.messages.filter(({ seq }) => seq < first)
  return { ...log, messages: [...older, ...log.messages], cards: withCards(log, page) }
}

/** One's own message, as the answer to sending it; laid in only when nothing lies between. */
export function addSent(log: Log, sent: Message): Log {
  if (sent.seq !== lastHeld(log) + 1) return log
  return {
    ...log,
    messages: [...log.messages, sent],
    lastSeq: Math.max(log.lastSeq, sent.seq),
  }
}

function replaced(messages: readonly Message[], changed: readonly Message[]): Message[] {
  const bySeq = new Map(changed.map(message => [message.seq, message]))
  return messages.map(message => bySeq.get(message.seq) ?? message)
}

function withCards(log: Log, page: Page): ReadonlyMap<string, Card> {
  return page.cards.length === 0
    ? log.cards
    : new Map([...log.cards, ...page.cards.map(card => [card.id, card] as const)])
}

/** Who of the members has read a message, and who has not. Its sender counts as neither. */
export function readersOf(message: Message, members: readonly Member[]) {
  const reached = members.filter(
    ({ person, joined_seq }) => person !== message.sender && joined_seq < message.seq,
  )
  const read = reached.filter(({ read_seq }) => read_seq >= message.seq)
  const notRead = reached.filter(({ read_seq }) => read_seq < message.seq)
  return { read, notRead }
}

/** A cursor that moved; it never goes back. */
export function moved(members: readonly Member[], person: string, seq: number): readonly Member[] {
  return members.map(member =>
    member.person === person && member.read_seq < seq ? { ...member, read_seq: seq } : member,
  )
}
