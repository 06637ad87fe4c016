import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import type { Bilingual } from '@/kernel/i18n'
import type { Branch } from '@/kit/tree'

export type Person = components['schemas']['PersonBody']
export type Division = components['schemas']['DivisionBody']

export const FAVOURITES = ['people', 'favourites'] as const
const MOST = 300

interface Wish {
  readonly query: string
  readonly division: string | null
  readonly limit?: number
}

export async function findPeople({ query, division, limit = MOST }: Wish, signal?: AbortSignal) {
  const wanted = {
    limit,
    query: query.normalize('NFC'),
    ...(division === null ? {} : { division }),
  }
  return ask(api.GET('/api/people', { params: { query: wanted }, ...(signal ? { signal } : {}) }))
}

export function usePeople(query: string, division: string | null) {
  return useQuery({
    queryKey: ['people', query, division],
    queryFn: ({ signal }) => findPeople({ query, division }, signal),
    placeholderData: keepPreviousData,
  })
}

/** People by id, for lists that know only ids; unknown ids are left out. */
export function usePeopleById(ids: readonly string[]): ReadonlyMap<string, Person> {
  const wanted = [...new Set(ids)].sort().join()
  const { data } = useQuery({
    queryKey: ['people', 'ids', wanted],
    queryFn: () => ask(api.GET('/api/people', { params: { query: { ids: wanted } } })),
    enabled: wanted !== '',
    staleTime: 5 * 60_000,
  })
  return new Map(data?.people.map(person => [person.id, person]))
}

export function useColleagues(division: string): readonly Person[] {
  return useSuspenseQuery({
    queryKey: ['people', '', division],
    queryFn: ({ signal }) => findPeople({ query: '', division }, signal),
    staleTime: 60_000,
  }).data.people
}

export function useFavourites(): readonly Person[] {
  return useSuspenseQuery({
    queryKey: FAVOURITES,
    queryFn: () => ask(api.GET('/api/me/favourites')),
    staleTime: 60_000,
  }).data.people
}

export async function markFavourite(person_id: string, marked: boolean): Promise<void> {
  const which = { params: { path: { person_id } } }
  if (marked) await ask(api.PUT('/api/me/favourites/{person_id}', which))
  else await ask(api.DELETE('/api/me/favourites/{person_id}', which))
}

export function usePerson(person_id: string): Person {
  return useSuspenseQuery({
    queryKey: ['people', 'one', person_id],
    queryFn: () => ask(api.GET('/api/people/{person_id}', { params: { path: { person_id } } })),
    staleTime: 60_000,
  }).data
}

const ORGANISATION = {
  queryKey: ['organisation'],
  queryFn: () => ask(api.GET('/api/organisation')),
  staleTime: 5 * 60_000,
}

export function useOrganisation(): readonly Division[] {
  return useSuspenseQuery(ORGANISATION).data.divisions
}

/** `null` until the chart is there, and when there is no such division. */
export function useDivision(id: string): Division | null {
  const { data } = useQuery(ORGANISATION)
  return pathTo(data?.divisions ?? [], id).at(-1) ?? null
}

export function nameOf(named: { readonly name: string; readonly name_en: string }): Bilingual {
  return { ko: named.name, en: named.name_en || named.name }
}

/** The chart as a tree, with how many people are in each division and below it. */
export function branchesOf(
  divisions: readonly Division[],
  pick: (label: Bilingual) => string,
): readonly Branch[] {
  return divisions.map(division => ({
    id: division.id,
    label: pick(nameOf(division)),
    end: String(division.total),
    children: branchesOf(division.children, pick),
  }))
}

/** A division and everything above it, from the top. */
export function pathTo(divisions: readonly Division[], id: string): readonly Division[] {
  for (const division of divisions) {
    if (division.id === id) return [division]
    const below = pathTo(division.children, id)
    if (below.length > 0) return [division, ...below]
  }
  return []
}
