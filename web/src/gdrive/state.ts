/** What the drive's pages know of the server. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import type { CutUpload, Node, Place, SortWord, View } from './model'

export const DRIVE = ['drive'] as const

export function rootsQuery() {
  return {
    queryKey: [...DRIVE, 'roots'],
    queryFn: () => ask(api.GET('/api/drive/roots')),
  }
}

export function useRoots() {
  return useSuspenseQuery(rootsQuery()).data
}

export function useFolders() {
  return useSuspenseQuery({
    queryKey: [...DRIVE, 'folders'],
    queryFn: async () => (await ask(api.GET('/api/drive/folders'))).folders,
  }).data
}

export function nodeKey(id: string) {
  return [...DRIVE, 'node', id]
}

export function readNode(node_id: string): Promise<Node> {
  return ask(api.GET('/api/drive/nodes/{node_id}', { params: { path: { node_id } } }))
}

export function useNode(id: string | null) {
  return useQuery({
    queryKey: nodeKey(id ?? ''),
    queryFn: () => readNode(id ?? ''),
    enabled: id !== null,
  })
}

export function childrenKey(id: string) {
  return [...DRIVE, 'children', id]
}

export function useChildren(id: string | null, sort: SortWord) {
  return useInfiniteQuery({
    queryKey: [...childrenKey(id ?? ''), sort],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/drive/nodes/{node_id}/children', {
          params: {
            path: { node_id: id ?? '' },
            query: { sort, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next_cursor ?? undefined,
    enabled: id !== null,
  })
}

async function fetchView(view: View): Promise<readonly Node[]> {
  if (view === 'shared') return (await ask(api.GET('/api/drive/shared'))).nodes
  if (view === 'trash') return (await ask(api.GET('/api/drive/trash'))).nodes
  return (await fetchRecent(100)).map(({ node }) => node)
}

export async function fetchRecent(limit: number) {
  return (await ask(api.GET('/api/drive/recent', { params: { query: { limit } } }))).items
}

export async function search(query: string, signal?: AbortSignal): Promise<readonly Node[]> {
  const wanted = { query: query.normalize('NFC') }
  const answer = api.GET('/api/drive/search', { params: { query: wanted }, signal: signal ?? null })
  return (await ask(answer)).nodes
}

/** The nodes of a place that is no folder. */
export function useView(place: Place) {
  const isFolder = place.kind === 'home' || place.kind === 'folder'
  return useQuery({
    queryKey: [...DRIVE, place.kind, place.kind === 'search' ? place.query : ''],
    queryFn: ({ signal }) =>
      place.kind === 'search' ? search(place.query, signal) : fetchView(place.kind as View),
    enabled: !isFolder,
    placeholderData: keepPreviousData,
  })
}

export function useVersions(id: string) {
  return useSuspenseQuery({
    queryKey: [...DRIVE, 'versions', id],
    queryFn: async () => {
      const found = api.GET('/api/drive/nodes/{node_id}/versions', {
        params: { path: { node_id: id } },
      })
      return (await ask(found)).versions
    },
  }).data
}

export function grantsKey(id: string) {
  return [...DRIVE, 'grants', id]
}

export function useGrants(id: string) {
  return useSuspenseQuery({
    queryKey: grantsKey(id),
    queryFn: () =>
      ask(api.GET('/api/drive/nodes/{node_id}/grants', { params: { path: { node_id: id } } })),
  }).data
}

/** After an act of our own: everything shown of the drive is asked again. */
export function refreshDrive(): Promise<void> {
  return queries.invalidateQueries({ queryKey: DRIVE })
}

/** Uploads that this person began and nobody is sending now, from whatever browser. */
export function useCutUploads(): readonly CutUpload[] {
  const { data } = useQuery({
    queryKey: [...DRIVE, 'uploads'],
    queryFn: async () => (await ask(api.GET('/api/drive/uploads'))).uploads,
  })
  return data ?? []
}
