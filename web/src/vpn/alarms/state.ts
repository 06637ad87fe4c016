/** Alarms about oneself, and everybody's for who watches over the tunnel. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { adminKey } from '../admin/state'

export type Alarm = components['schemas']['TunnelAlarmView']

export const myAlarmsKey = ['gvpn', 'alarms'] as const

export const myAlarms = queryOptions({
  queryKey: myAlarmsKey,
  queryFn: async () => (await ask(api.GET('/api/gvpn/alarms'))).alarms,
})

export const allAlarms = queryOptions({
  queryKey: [...adminKey, 'alarms'] as const,
  queryFn: async () => (await ask(api.GET('/api/admin/gvpn/alarms'))).alarms,
})

export const isOpen = ({ outcome }: Alarm) => outcome === null

/** Those that their person has not answered yet. */
export const unanswered = (alarms: readonly Alarm[]) =>
  alarms.filter(alarm => isOpen(alarm) && alarm.is_theirs === null)

export async function refreshAlarms(): Promise<void> {
  await Promise.all(
    [myAlarmsKey, adminKey, ['gvpn', 'devices'], ['todos', 'vpn']].map(queryKey =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}

async function act(doing: Promise<unknown>): Promise<void> {
  await doing
  await refreshAlarms()
}

const at = (alarm_id: string) => ({ params: { path: { alarm_id } } })

export const answerAlarm = (id: string, is_me: boolean) =>
  act(ask(api.POST('/api/gvpn/alarms/{alarm_id}/answer', { ...at(id), body: { is_me } })))
export const dismissAlarm = (id: string, reason: string) =>
  act(ask(api.POST('/api/admin/gvpn/alarms/{alarm_id}/dismiss', { ...at(id), body: { reason } })))
export const cutAlarm = (id: string) =>
  act(ask(api.POST('/api/admin/gvpn/alarms/{alarm_id}/cut', at(id))))

const WORDS = [
  'clone',
  'travel',
  'cookie',
  'removals',
  'proof',
  'sign_in',
  'code',
  'password',
] as const

/** The key of an alarm's words: failures are told apart by what failed. */
export function wordOf({ kind, what }: { readonly kind?: unknown; readonly what?: unknown }) {
  const name = kind === 'failures' ? what : kind
  return WORDS.find(word => word === name) ?? 'proof'
}

/** Of an alarm about a person: the others are about nobody. */
export function ownWord(alarm: { readonly kind?: unknown; readonly what?: unknown }) {
  const word = wordOf(alarm)
  return word === 'removals' || word === 'code' ? 'proof' : word
}

/** `대한민국`; the letters themselves where a browser does not know them. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code
}
