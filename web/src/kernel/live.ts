/**
 * Live state, one protocol for all domains: subscribe, fetch, apply what came meanwhile.
 *
 * A hint says that something under a topic (`<kind>:<id>`) changed. It may be lost, so every
 * watcher is told `doubt` when a subscription begins again, and then starts over from a fetch.
 */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Socket } from 'socket.io-client'

export interface Hint {
  readonly topic: string
  readonly [field: string]: unknown
}
export interface Watcher {
  hint(event: string, hint: Hint): void
  /** Hints may have been missed: fetch again. */
  doubt(): void
}

const watchers = new Map<string, Set<Watcher>>()
let connecting: Promise<Socket> | null = null

/** The one socket of this page; opened when the first watcher comes. */
export function socket(): Promise<Socket> {
  connecting ??= open()
  return connecting
}

async function open(): Promise<Socket> {
  const { io } = await import('socket.io-client')
  const opened = io({ transports: ['websocket'], reconnectionDelayMax: 10_000 })
  opened.on('connect', () => {
    for (const topic of watchers.keys()) subscribe(opened, topic)
  })
  opened.onAny((event: string, hint: unknown) => {
    if (isHint(hint))
      for (const watcher of watchers.get(hint.topic) ?? []) watcher.hint(event, hint)
  })
  return opened
}

function isHint(value: unknown): value is Hint {
  return typeof value === 'object' && value !== null && 'topic' in value
}

function subscribe(to: Socket, topic: string): void {
  to.emit('watch', { topic }, () => {
    for (const watcher of watchers.get(topic) ?? []) watcher.doubt()
  })
}

/** Follows a topic until the returned function is called. */
export function watch(topic: string, watcher: Watcher): () => void {
  const known = watchers.get(topic)
  const all = known ?? new Set<Watcher>()
  all.add(watcher)
  watchers.set(topic, all)
  void socket().then(to => {
    if (to.connected && !known) subscribe(to, topic)
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
        if (next === undefined) again()
        else client.setQueryData(key, next)
      },
    })
  }, [client, topic])
}
