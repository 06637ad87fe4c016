import { useQuery } from '@tanstack/react-query'
import { api, ask } from '@/kernel/api'
import { Refusal } from '@/kernel/refusal'

/** The demonstration's people; an installation for real work has none and answers 404. */
export function useDemoAccounts() {
  return useQuery({
    queryKey: ['demo accounts'],
    queryFn: async () => {
      try {
        return await ask(api.GET('/api/demo/accounts'))
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null
        throw error
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Where to go after sign-in: only within this origin, whatever a link says. */
export function placeAfter(search: string): string {
  const wanted = new URLSearchParams(search).get('to') ?? '/'
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/'
}
