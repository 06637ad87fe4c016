/**
 * Parts of a page that are fetched when they are first wanted. One that does not come, because the
 * connection is away, leaves its place empty until it does: it must not take with it a page on which
 * somebody is writing.
 */
import { type ComponentType, createElement, useEffect, useState } from 'react'
import { connectionLost } from './connection'

type Load<P> = () => Promise<ComponentType<P>>

const TRIES = 3

const waiting = new Set<() => Promise<unknown>>()

export function part<P extends object>(load: Load<P>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  const fetchOnce = async () => {
    loaded ??= await load()
    waiting.delete(fetchOnce)
    return loaded
  }
  waiting.add(fetchOnce)
  // biome-ignore lint/correctness/noComponentHookFactories: called once a module, as `lazy` is
  return function Part(props: P) {
    const [found, set] = useState(() => loaded)
    useEffect(() => {
      let isWanted = true
      untilItComes(fetchOnce, () => isWanted).then(
        come => isWanted && come && set(() => come),
        error => isWanted && set(() => thrower(error)),
      )
      return () => {
        isWanted = false
      }
    }, [])
    return found ? createElement(found, props) : null
  }
}

/**
 * What a domain does while somebody is signed in, of scripts that are fetched then. It begins when
 * they come; where the server has them no more, this page does without until it is loaded anew.
 */
export function attended<T>(load: () => Promise<T>, begin: (come: T) => () => void): () => void {
  let end: (() => void) | null = null
  let isWanted = true
  untilItComes(load, () => isWanted).then(
    come => {
      if (isWanted && come !== null) end = begin(come)
    },
    () => undefined,
  )
  return () => {
    isWanted = false
    end?.()
  }
}

/** For a page that must go on without a connection: all parts of the scripts that are here. */
export async function fetchParts(): Promise<void> {
  await Promise.allSettled([...waiting].map(fetchOne => fetchOne()))
}

/** Null when it is wanted no more; rejects where the server answers and has no such part. */
export async function untilItComes<T>(
  load: () => Promise<T>,
  isWanted: () => boolean = () => true,
): Promise<T | null> {
  for (let tries = 1; isWanted(); tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === TRIES) throw error
      await connectionLost() // the banner says so; it returns when the server answers again
    }
  }
  return null
}

/** The server answers and has no such part: the page's boundary loads the release of today. */
function thrower(error: unknown): () => never {
  return () => {
    throw error
  }
}
