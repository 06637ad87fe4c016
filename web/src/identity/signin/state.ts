import { useQuery } from '@tanstack/react-query'
import { api, ask } from '@/kernel/api'
import { Refusal } from '@/kernel/refusal'

const PHASE_MS = 1500

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

/** What the agency calls its single sign-on; null where it has none. */
export function useSingleSignOn() {
  return useQuery({
    queryKey: ['single sign-on'],
    queryFn: async () => (await ask(api.GET('/api/sign-in/single'))).title ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What the card on people's phones is called; null where the agency believes none. */
export function useMobileId() {
  return useQuery({
    queryKey: ['mobile id'],
    queryFn: async () => {
      const { title, title_en } = await ask(api.GET('/api/sign-in/mobile-id'))
      return title ? { ko: title, en: title_en ?? title } : null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** How far this browser's attempt is; asked until it goes no further. */
export function useMobilePhase(attempt: string | undefined) {
  return useQuery({
    queryKey: ['mobile id', 'phase', attempt],
    queryFn: async () => (await ask(api.GET('/api/sign-in/mobile-id/phase'))).phase,
    enabled: attempt !== undefined,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data === 'waiting' || data === 'asked' ? PHASE_MS : false,
    gcTime: 0,
  })
}

/** What the wallet on this device sent its person back with; it stands behind the # and is taken
 * out of the address at once. */
export function broughtBack(hash: string): string | null {
  const code = new URLSearchParams(hash.slice(1)).get('mobile')
  if (code !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return code
}

/** Why the sign-in that this browser had last was ended, where its person did not do it here. */
export function useSignedOut() {
  return useQuery({
    queryKey: ['session end'],
    queryFn: async () => (await ask(api.GET('/api/session/end'))).reason ?? null,
    gcTime: 0, // the next one may have ended otherwise
  })
}

/** Why a single sign-on sent the person back to this page. */
export function refusedElsewhere(search: string): Refusal | null {
  const said = new URLSearchParams(search)
  const code = said.get('refused')
  if (code === null) return null
  const facts: Record<string, number> = {}
  for (const name of ['attempts_left', 'retry_after']) {
    const value = Number(said.get(name) ?? Number.NaN)
    if (Number.isFinite(value)) facts[name] = value
  }
  return new Refusal(code, 401, facts)
}

/** Where to go after sign-in: only within this origin, whatever a link says. */
export function placeAfter(search: string): string {
  const wanted = new URLSearchParams(search).get('to') ?? '/'
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/'
}
