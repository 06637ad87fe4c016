/** Messages between this page and its gateway, `{"type": "part.verb", …}`; a desktop can make none. */
import { useSyncExternalStore } from 'react'

/** Names a message and what it carries. Made once, beside the part that uses it. */
export interface Message<T extends object> {
  readonly type: string
  readonly facts?: T
}

export function message<T extends object>(type: string): Message<T> {
  return { type }
}

type Listener = (facts: object) => void

export class Channel {
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly watchers = new Set<() => void>()
  private readonly last = new Map<string, object>()

  constructor(private readonly send: (message: string) => void) {}

  on<T extends object>({ type }: Message<T>, listen: (facts: T) => void): () => void {
    const heard = this.listeners.get(type) ?? new Set()
    this.listeners.set(type, heard)
    heard.add(listen as Listener)
    return () => heard.delete(listen as Listener)
  }

  say<T extends object>({ type }: Message<T>, facts: T): void {
    this.send(JSON.stringify({ ...facts, type }))
  }

  /** What was heard last since the stream began, for parts that show a state. */
  latest<T extends object>({ type }: Message<T>): T | null {
    return (this.last.get(type) as T | undefined) ?? null
  }

  deliver(heard: { readonly type: string }): void {
    this.last.set(heard.type, heard)
    for (const listen of this.listeners.get(heard.type) ?? []) listen(heard)
    for (const changed of this.watchers) changed()
  }

  /** A new stream begins: its gateway says again what holds. */
  forget(): void {
    this.last.clear()
    for (const changed of this.watchers) changed()
  }

  /** Told after every message, and when all are forgotten. */
  watch(changed: () => void): () => void {
    this.watchers.add(changed)
    return () => this.watchers.delete(changed)
  }
}

/** Follows the newest message of a type; null before the first of this stream. */
export function useLatest<T extends object>(channel: Channel, type: Message<T>): T | null {
  return useSyncExternalStore(
    changed => channel.watch(changed),
    () => channel.latest(type),
  )
}
