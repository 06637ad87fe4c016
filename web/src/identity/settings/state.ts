import { useSuspenseQuery } from '@tanstack/react-query'
import { api, ask } from '@/kernel/api'

export const PASSKEYS = ['passkeys'] as const
export const SESSIONS = ['sessions'] as const

export function usePasskeys() {
  return useSuspenseQuery({
    queryKey: PASSKEYS,
    queryFn: async () => (await ask(api.GET('/api/me/passkeys'))).passkeys,
  }).data
}

export function useSessions() {
  return useSuspenseQuery({
    queryKey: SESSIONS,
    queryFn: async () => (await ask(api.GET('/api/me/sessions'))).sessions,
  }).data
}

export function useSignIns() {
  return useSuspenseQuery({
    queryKey: ['sign-ins'],
    queryFn: async () => (await ask(api.GET('/api/me/sign-ins'))).sign_ins,
  }).data
}

/** "Chrome 156 · Windows" from a user agent string; the whole string when it is not one we know. */
export function agentName(agent: string): string {
  const browser = /(Edg|Whale|Firefox|Chrome|Version)\/(\d+)/.exec(agent)
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux)/.exec(agent)?.[1]
  if (!browser) return agent
  const name = { Edg: 'Edge', Version: 'Safari' }[browser[1] ?? ''] ?? browser[1]
  return [`${name} ${browser[2]}`, system === 'Mac OS X' ? 'macOS' : system]
    .filter(Boolean)
    .join(' · ')
}
