import { useQueries } from '@tanstack/react-query'
import type { Todo } from '@/kernel/entry'
import { domains } from '../domains'

export interface Todos {
  readonly items: readonly Todo[]
  readonly isPending: boolean
  readonly errors: readonly unknown[]
  readonly refetch: () => void
}

const asked = domains.flatMap(({ id, todos }) => (todos ? [{ id, todos }] : []))

/** Everything that waits for the reader, from all domains: what is urgent, then the newest. */
export function useTodos(isWanted = true): Todos {
  return useQueries({
    queries: asked.map(({ id, todos }) => ({
      queryKey: ['todos', id],
      queryFn: todos,
      enabled: isWanted,
    })),
    combine: results => ({
      items: results.flatMap(({ data }) => data ?? []).sort(byUrgency),
      isPending: results.some(({ isPending }) => isPending),
      errors: results.flatMap(({ error }) => (error ? [error] : [])),
      refetch: () => {
        for (const result of results) void result.refetch()
      },
    }),
  })
}

export function byUrgency(a: Todo, b: Todo): number {
  if (a.urgent !== b.urgent) return a.urgent ? -1 : 1
  return b.at.localeCompare(a.at)
}
