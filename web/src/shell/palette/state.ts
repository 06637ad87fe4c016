/** What the palette shows for a query: commands and places at once, findings as they come. */
import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Command } from '@/kernel/commands'
import type { Finder, Found } from '@/kernel/entry'
import type { Bilingual } from '@/kernel/i18n'
import { matches } from '@/kernel/text'

const PAUSE_MS = 120
const MOST_OF_A_GROUP = 6

/** The query once its writer paused. */
export function usePaused(query: string): string {
  const [paused, setPaused] = useState(query)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(query), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [query])
  return paused
}

export interface FoundGroup {
  readonly id: string
  readonly label: Bilingual
  readonly items: readonly Found[]
}

export function useFindings(finders: readonly Finder[], query: string) {
  const wanted = query.normalize('NFC').trim()
  return useQueries({
    queries: finders.map(finder => ({
      queryKey: ['find', finder.id, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(wanted, signal),
      enabled: wanted !== '',
      placeholderData: (previous: readonly Found[] | undefined) => previous,
    })),
    combine: results => ({
      isSearching: results.some(({ isFetching }) => isFetching),
      groups: finders.map(
        ({ id, label }, index): FoundGroup => ({
          id,
          label,
          items: wanted === '' ? [] : (results[index]?.data ?? []).slice(0, MOST_OF_A_GROUP),
        }),
      ),
    }),
  })
}

export function fitting(commands: readonly Command[], query: string): readonly Command[] {
  return commands
    .filter(command => command.enabled?.() ?? true)
    .filter(({ label }) => matches(label.ko, query) || matches(label.en, query))
    .slice(0, query === '' ? MOST_OF_A_GROUP + 2 : MOST_OF_A_GROUP)
}
