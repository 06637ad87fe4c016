/**
 * Live state, one protocol for all domains: subscribe, fetch, apply what came meanwhile.
 *
 * A hint says that something under a topic (`<kind>:<id>`) changed. It may be lost, so every
 * watcher is told `doubt` when a subscription begins again, and then starts over from a fetch.
 */
import { type Query, type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Socket } from 'socket.io-client'
import { untilItComes } from './part'
import { isSomebodyElse, refreshSession, session } from './session'
import { store } from './store'

export interface Hint {
  readonly topic: string
  readonly [field: string]: unknown
}
export interface Watcher {
  hint(event: string, hint: Hint): void
  /** Hints may have been missed: fetch again. */
  doubt(): void
}

/** Whether hints come. While they do not, a page that must be true asks from time to time. */
export const liveness = store<'flowing' | 'away'>('away')

const MOST_TOPICS_AT_ONCE = 200
const AGAIN_MS = 2_000
/** Until a network was entered there is nothing to hear: the page that enters one says so. */
const SHUT = 'tunnel_quarantined'
const SHUT_MS = 15_000
/** Of this page's own sign-in: the server tells it to the sockets of that one alone. */
const ENDED = 'session.ended'
/** By a sign-in in this very browser, whose cookie is on its way: the socket is cut, and then asks. */
const REPLACED = 'replaced'
/** Why this page's sign-in ended, where it heard of it. */
export const endedBy = store<string | null>(null)
const watchers = new Map<string, Set<Watcher>>()
let connecting: Promise<Socket> | null = null
let hurry: () => void = () => undefined

/** Counts how often the socket was kept out: who believes to be in a network had better look. */
export const keptOut = store(0)

/** The door that kept the socket out has opened: whoever opened it does not wait for hints. */
export function comeBack(): void {
  hurry()
}

/** The one socket of this page; opened when the first watcher comes. */
export function socket(): Promise<Socket> {
  connecting ??= open()
  return connecting
}

async function open(): Promise<Socket> {
  const { io } = await library()
  const opened = io({ transports: ['websocket'], reconnectionDelayMax: 10_000 })
  opened.on('connect', () => subscribe(opened, [...watchers.keys()]))
  opened.on('live.hello', ({ flows }: { flows: boolean }) => {
    liveness.set(flows ? 'flowing' : 'away')
  })
  opened.on('live.away', () => liveness.set('away'))
  opened.on('live.back', () => {
    liveness.set('flowing')
    doubt(watchers.keys())
  })
  opened.on('disconnect', () => liveness.set('away'))
  // `active` says that it tries again by itself; after a refusal or a cut it does not.
  for (const event of ['disconnect', 'connect_error'])
    opened.on(event, (why: unknown) => {
      const isShut = why instanceof Error && why.message === SHUT
      if (isShut) keptOut.set(keptOut.get() + 1)
      if (!opened.active) void askToComeBack(opened, isShut ? SHUT_MS : AGAIN_MS)
    })
  opened.onAny((event: string, hint: unknown) => {
    if (!isHint(hint)) return
    if (event === ENDED && hint.reason !== REPLACED) {
      endedBy.set(String(hint.reason))
      return void askWhoIsHere()
    }
    if (event === 'live.closed' && watchers.has(hint.topic)) subscribe(opened, [hint.topic])
    for (const watcher of watchers.get(hint.topic) ?? []) watcher.hint(event, hint)
  })
  return opened
}

/** A page whose release is gone from the server goes on without hints: it asks from time to time. */
async function library(): Promise<typeof import('socket.io-client')> {
  const come = await untilItComes(() => import('socket.io-client')).catch(() => null)
  return come ?? new Promise<never>(() => undefined)
}

/** The server let go of the socket: because the session ended, or for a moment. */
async function askToComeBack(opened: Socket, after: number): Promise<void> {
  await new Promise<void>(done => {
    hurry = done
    setTimeout(done, after * (0.5 + Math.random()))
  })
  if ((await connecting) !== opened) return
  await askWhoIsHere()
  if (session.get() === null) hangUp()
  else opened.connect()
}

async function askWhoIsHere(): Promise<void> {
  const before = session.get()
  await refreshSession()
  if (isSomebodyElse(before, session.get())) location.reload()
}

function isHint(value: unknown): value is Hint {
  return typeof value === 'object' && value !== null && 'topic' in value
}

function doubt(topics: Iterable<string>): void {
  for (const topic of topics) for (const watcher of watchers.get(topic) ?? []) watcher.doubt()
}

function subscribe(to: Socket, all: readonly string[]): void {
  for (let from = 0; from < all.length; from += MOST_TOPICS_AT_ONCE) {
    const topics = all.slice(from, from + MOST_TOPICS_AT_ONCE)
    to.emit('watch', { topics }, () => doubt(topics))
  }
}

/** Follows a topic until the returned function is called. */
export function watch(topic: string, watcher: Watcher): () => void {
  const known = watchers.get(topic)
  const all = known ?? new Set<Watcher>()
  all.add(watcher)
  watchers.set(topic, all)
  void socket().then(to => {
    if (to.connected && !known) subscribe(to, [topic])
  })
  return () => {
    all.delete(watcher)
    if (all.size > 0 || watchers.get(topic) !== all) return
    watchers.delete(topic)
    void connecting?.then(to => to.emit('unwatch', { topic }))
  }
}

/** Closes the socket: the person behind it has left. */
export function hangUp(): void {
  void connecting?.then(opened => opened.disconnect())
  connecting = null
}

const wanted = new WeakSet<Query>()

/**
 * A fetch that is under way is let go on, and followed by one more however many hints came: what it
 * brings may have been read before the change, and where hints come faster than answers a fetch
 * that each of them began anew would never end.
 */
export function fetchAgain(client: QueryClient, queryKey: QueryKey): void {
  for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
    if (wanted.has(query)) continue
    wanted.add(query)
    const again = () => {
      wanted.delete(query)
      return client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    }
    void query.promise?.then(again, again)
  }
  void client.invalidateQueries({ queryKey }, { cancelRefetch: false })
}

/**
 * Keeps a query true while the page shows it. `apply` turns a hint into the next state, or returns
 * `undefined` when it cannot be sure; then, and on any doubt, the query is fetched again. Hints
 * that come while a fetch is under way also lead to a fetch, since nobody can tell which was first.
 */
export function useLive<S>(
  topic: string | null,
  key: QueryKey,
  apply?: (state: S, event: string, hint: Hint) => S | undefined,
): void {
  const client = useQueryClient()
  const latest = useRef({ key, apply })
  useEffect(() => {
    latest.current = { key, apply }
  })
  useEffect(() => {
    if (topic === null) return
    const again = () => void client.invalidateQueries({ queryKey: latest.current.key })
    return watch(topic, {
      doubt: again,
      hint(event, hint) {
        const { key, apply } = latest.current
        const state = client.getQueryData<S>(key)
        const fetching = client.isFetching({ queryKey: key, exact: true }) > 0
        const next = state === undefined || fetching ? undefined : apply?.(state, event, hint)
        if (next === undefined) fetchAgain(client, key)
        else client.setQueryData(key, next)
      },
    })
  }, [client, topic])
}
