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

/** In the order of what hides in what: each of them also calls itself the next ones. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['Whale', 'Whale'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Version', 'Safari'],
] as const
const SYSTEMS = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** "Chrome 156 · Windows" from a user agent string; the whole string when it is not one we know. */
export function agentName(agent: string): string {
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1]
  for (const [mark, name] of BROWSERS) {
    const [, version] = new RegExp(`${mark}/(\\d+)`).exec(agent) ?? []
    if (version) return [`${name} ${version}`, system].filter(Boolean).join(' · ')
  }
  return agent
}
