import { describe, expect, it } from 'vitest'
import type { Message, Page } from '../model'
import {
  addNewer,
  addOlder,
  addSent,
  begin,
  hasOlder,
  isBehind,
  type Log,
  lastHeld,
  moved,
  readersOf,
} from './log'

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    seq,
    sender: 'ann',
    client_id: `client-${seq}`,
    kind: 'text',
    body: `글 ${seq}`,
    card: null,
    notice: null,
    at: '2030-01-07T00:00:00+00:00',
    is_recalled: false,
    ...more,
  }
}

/** A server that holds a log, and answers as ours does. */
class Server {
  messages: Message[] = []
  changes = new Map<number, number>()

  say(): Message {
    const said = message(this.messages.length + 1)
    this.messages.push(said)
    return said
  }
  recall(seq: number): void {
    this.messages[seq - 1] = message(seq, { body: '', is_recalled: true })
    this.changes.set(seq, this.changes.size + 1)
  }
  page(window: { before?: number; after?: number; changed_after?: number; limit: number }): Page {
    const { before = Number.POSITIVE_INFINITY, after, changed_after, limit } = window
    const within = this.messages.filter(({ seq }) => seq > (after ?? 0) && seq < before)
    return {
      messages: after === undefined ? within.slice(-limit) : within.slice(0, limit),
      changed:
        changed_after === undefined
          ? []
          : this.messages.filter(({ seq }) => (this.changes.get(seq) ?? 0) > changed_after),
      cards: [],
      last_seq: this.messages.length,
      changes: this.changes.size,
      first_seq: 1,
    }
  }
}

/** Numbers that look like chance and are the same each time. */
function draws(seed: number): (below: number) => number {
  let chance = seed
  return below => {
    chance = (chance * 1103515245 + 12345) % 2 ** 31
    return (chance >> 8) % below
  }
}

function newer(log: Log, server: Server): Log {
  return addNewer(
    log,
    server.page({ after: lastHeld(log), changed_after: log.changes, limit: 100 }),
  )
}

/** A page that is open while others talk; in the end it has caught up. */
function live(server: Server, draw: (below: number) => number): Log {
  for (let n = draw(9); n >= 0; n -= 1) server.say()
  let log = begin(server.page({ limit: 1 + draw(6) }))
  const acts = [
    () => void server.say(),
    () => server.recall(1 + draw(server.messages.length)),
    () => {
      log = addOlder(log, server.page({ before: log.messages[0]?.seq ?? 1, limit: 3 }))
    },
    () => {
      log = newer(log, server)
    },
  ]
  for (let step = 0; step < 20; step += 1) acts[draw(acts.length)]?.()
  return newer(log, server)
}

describe('a log that catches up', () => {
  it('holds what a full fetch gives, whatever came between [MS3]', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const server = new Server()
      const log = live(server, draws(seed))
      expect(log.messages).toEqual(server.messages.slice(-log.messages.length))
      expect(isBehind(log, server.messages.length, server.changes.size)).toBe(false)
    }
  })

  it('lays in its own message only where no other is missing before it', () => {
    const server = new Server()
    server.say()
    const log = begin(server.page({ limit: 9 }))
    server.say()
    const mine = server.say()
    expect(addSent(log, mine)).toBe(log)
    expect(lastHeld(addSent(log, message(2)))).toBe(2)
  })

  it('knows when there is more above', () => {
    const server = new Server()
    for (let n = 0; n < 5; n += 1) server.say()
    const log = begin(server.page({ limit: 3 }))
    expect(hasOlder(log)).toBe(true)
    expect(hasOlder(addOlder(log, server.page({ before: 3, limit: 9 })))).toBe(false)
  })
})

describe('readers', () => {
  const members = [
    { person: 'ann', joined_seq: 0, read_seq: 0 },
    { person: 'ben', joined_seq: 0, read_seq: 5 },
    { person: 'cho', joined_seq: 0, read_seq: 4 },
    { person: 'dan', joined_seq: 5, read_seq: 5 },
  ]

  it('counts neither the sender nor those who came later', () => {
    const { read, notRead } = readersOf(message(5), members)
    expect(read.map(({ person }) => person)).toEqual(['ben'])
    expect(notRead.map(({ person }) => person)).toEqual(['cho'])
  })

  it('moves a cursor forward only [DL1]', () => {
    expect(moved(members, 'cho', 3)[2]?.read_seq).toBe(4)
    expect(readersOf(message(5), moved(members, 'cho', 9)).notRead).toEqual([])
  })
})
