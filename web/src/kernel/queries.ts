/** What the page knows of the server: fetched, kept, and refreshed when the connection returns. */
import { QueryClient } from '@tanstack/react-query'
import { connection } from './connection'

export const queries = new QueryClient({
  defaultOptions: {
    // kernel/api.ts waits out a lost connection; any other refusal stays a refusal.
    queries: { retry: false, staleTime: 15_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

connection.follow(() => {
  if (connection.get() === 'up') void queries.invalidateQueries()
})
