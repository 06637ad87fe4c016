import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import type { Branch } from '@/kit/tree'

export type Person = components['schemas']['PersonBody']
export type Division = components['schemas']['DivisionBody']

export async function findPeople(query: string, division: string | null, signal?: AbortSignal) {
  const wanted = {
    ...(query === '' ? {} : { query: query.normalize('NFC') }),
    ...(division === null ? {} : { division }),
  }
  const answer = api.GET('/api/people', { params: { query: wanted }, signal: signal ?? null })
  return (await ask(answer)).people
}

export function usePeople(query: string, division: string | null) {
  return useQuery({
    queryKey: ['people', query, division],
    queryFn: ({ signal }) => findPeople(query, division, signal),
    placeholderData: keepPreviousData,
  })
}

export function useColleagues(division: string) {
  return useSuspenseQuery({
    queryKey: ['people', '', division],
    queryFn: ({ signal }) => findPeople('', division, signal),
    staleTime: 60_000,
  }).data
}

export function usePerson(person_id: string) {
  return useSuspenseQuery({
    queryKey: ['person', person_id],
    queryFn: () => ask(api.GET('/api/people/{person_id}', { params: { path: { person_id } } })),
    staleTime: 60_000,
  }).data
}

export function useOrganisation() {
  return useSuspenseQuery({
    queryKey: ['organisation'],
    queryFn: async () => (await ask(api.GET('/api/organisation'))).divisions,
    staleTime: 5 * 60_000,
  }).data
}

/** The chart as a tree, in the order in which the server lists it. */
export function branchesOf(divisions: readonly Division[], parent: string | null = null): Branch[] {
  return divisions
    .filter(({ parent_id }) => parent_id === parent)
    .map(({ id, name }) => ({ id, label: name, children: branchesOf(divisions, id) }))
}

/** A division and everything above it. */
export function pathTo(divisions: readonly Division[], id: string | null): readonly Division[] {
  const found = divisions.find(division => division.id === id)
  return found ? [...pathTo(divisions, found.parent_id), found] : []
}
