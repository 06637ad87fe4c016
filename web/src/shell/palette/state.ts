/** What the palette shows for a query: commands and places at once, findings as they come. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Command } from '@/kernel/commands'
import type { Finder, Found } from '@/kernel/entry'
import type { Bilingual } from '@/kernel/i18n'
import { matches } from '@/kernel/text'

const PAUSE_MS = 120
const LONGEST_MS = 2_000
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
  /** It did not answer, or not in time. */
  readonly isMissing: boolean
}

/**
 * What the finders found, all at once: a group that came late would push itself above the line
 * that the reader is about to open. Until then the findings of the former query stay.
 */
export function useFindings(finders: readonly Finder[], query: string) {
  const wanted = query.normalize('NFC').trim()
  const { data, isFetching } = useQuery({
    queryKey: ['find', wanted],
    queryFn: ({ signal }) => Promise.all(finders.map(finder => ask(finder, wanted, signal))),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
  })
  return { isSearching: isFetching, groups: wanted === '' ? [] : (data ?? []) }
}

/** A finder that is slow or fails leaves the others alone; the reader is told that it is missing. */
async function ask(finder: Finder, wanted: string, signal: AbortSignal): Promise<FoundGroup> {
  const { id, label } = finder
  const late = new Promise<null>(resolve => setTimeout(resolve, LONGEST_MS, null))
  const items = await Promise.race([finder.find(wanted, signal), late]).catch(() => null)
  return { id, label, items: items?.slice(0, MOST_OF_A_GROUP) ?? [], isMissing: items === null }
}

export function fitting(commands: readonly Command[], query: string): readonly Command[] {
  return commands
    .filter(command => command.enabled?.() ?? true)
    .filter(({ label }) => matches(label.ko, query) || matches(label.en, query))
    .slice(0, query === '' ? MOST_OF_A_GROUP + 2 : MOST_OF_A_GROUP)
}
