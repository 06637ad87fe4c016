/** Lets a component follow what it reads of the engine's state, and nothing else. */
import { ReactiveEffect } from '@vue/reactivity'
import { useRef, useSyncExternalStore } from 'react'

export type IsSame<T> = (before: T, after: T) => boolean

class Reading<T> {
  private effect: ReactiveEffect<T>
  private readonly listeners = new Set<() => void>()
  private held: { readonly value: T } | null = null
  private isStale = true

  constructor(
    private read: () => T,
    private readonly isSame: IsSame<T>,
  ) {
    this.effect = this.begin()
  }

  private begin(): ReactiveEffect<T> {
    const effect = new ReactiveEffect(() => this.read())
    effect.scheduler = () => {
      this.isStale = true
      for (const listener of this.listeners) listener()
    }
    return effect
  }

  /** Components make a new function each time they render: it may close over other things. */
  use(read: () => T): void {
    if (read !== this.read) this.isStale = true
    this.read = read
  }

  readonly get = (): T => {
    if (this.isStale || this.held === null) {
      this.isStale = false
      const value = this.effect.run()
      if (this.held === null || !this.isSame(this.held.value, value)) this.held = { value }
    }
    return this.held.value
  }

  readonly follow = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) {
      this.effect.stop()
      this.effect = this.begin()
      this.isStale = true
    }
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.effect.stop()
    }
  }
}

/** The value is the former one as long as `isSame` says so. */
export function useReading<T>(read: () => T, isSame: IsSame<T> = Object.is): T {
  const held = useRef<Reading<T> | null>(null)
  held.current ??= new Reading(read, isSame)
  held.current.use(read)
  return useSyncExternalStore(held.current.follow, held.current.get)
}

export function sameFields<T extends object>(before: T, after: T): boolean {
  const keys = Object.keys(after) as (keyof T)[]
  return keys.every(key => Object.is(before[key], after[key]))
}

export function sameItems<T>(before: readonly T[], after: readonly T[]): boolean {
  return before.length === after.length && before.every((item, at) => Object.is(item, after[at]))
}
