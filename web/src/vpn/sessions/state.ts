/** The session of the device this page is opened on, and all of one's own. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, patiently } from '@/kernel/api'
import { comeBack, liveness } from '@/kernel/live'
import { provePasskey } from '@/kernel/passkey'
import { queries } from '@/kernel/queries'

export type Here = components['schemas']['TunnelHereView']
export type Session = components['schemas']['TunnelSessionView']
export type Reached = Here['reaches'][number]
export type ZoneName = Session['zone']
export type Proof = components['schemas']['TunnelProofBody']

const KEY = ['gvpn', 'session'] as const
export const sessionKey = KEY
const WARN_MINUTES = 15
const WARN_AGAIN_MINUTES = 5

const IDLE_WARN_MINUTES = 3

/** Before a door no hint comes through the tunnel: what is over is asked for again soon. */
export const here = queryOptions({
  queryKey: [...KEY, 'here'] as const,
  queryFn: async () => {
    const before = queries.getQueryData<Here>([...KEY, 'here'])
    const found = await ask(api.GET('/api/gvpn/session'))
    if (before && isNews(before, found)) {
      void queries.invalidateQueries({ queryKey: [...KEY, 'history'] })
      void queries.invalidateQueries({ queryKey: ['gvpn', 'devices'] })
      void queries.invalidateQueries({ queryKey: ['todos', 'vpn'] })
    }
    return found
  },
  refetchInterval: ({ state }) => nextLook(state.data, liveness.get(), Date.now()),
})

/** A session came or went, or a door did: what a device says of itself may be why. */
function isNews(before: Here, after: Here): boolean {
  const doors = ({ zones }: Here) => JSON.stringify(zones.map(({ allowed }) => allowed))
  return before.session?.id !== after.session?.id || doors(before) !== doors(after)
}

/** In ms. What is open can be cut and a door open at any moment: where no hint says so, one asks. */
export function nextLook(
  found: Here | undefined,
  hints: ReturnType<typeof liveness.get>,
  now: number,
): number {
  if (isOver(found, now)) return 2_000
  return isUnheard(found, hints) ? 5_000 : 30_000
}

/** Inside the tunnel and before a door: there no hint comes, of an alarm neither. */
export function isUnheard(
  found: Here | undefined,
  hints: ReturnType<typeof liveness.get>,
): boolean {
  return !!found?.device_id && hints === 'away'
}

export function isOver(found: Here | undefined, now: number): boolean {
  return !!found?.session && Date.parse(found.session.ends_at) <= now
}

export const history = queryOptions({
  queryKey: [...KEY, 'history'] as const,
  queryFn: async () => (await ask(api.GET('/api/gvpn/sessions'))).sessions,
})

const WHY = [
  'time',
  'idle',
  'by_person',
  'device',
  'signed_out',
  'cloned',
  'moved',
  'asleep',
  'posture',
  'policy',
  'changed_over',
] as const

/** The word for why it ended; what nobody has a word for was ended by hand. */
export const whyOf = (reason: string | null) => WHY.find(why => why === reason) ?? 'by_person'

const LATELY_MS = 12 * 3_600_000

export type Why = Exclude<ReturnType<typeof whyOf>, 'by_person' | 'changed_over'>

/** How the last session of this device ended, if that was lately and not by the person's own hand. */
export function endedLately(
  past: readonly Pick<Session, 'device_id' | 'ended_at' | 'end_reason'>[],
  device_id: string | null,
  now: number,
): { readonly why: Why; readonly at: string } | null {
  const last = past.find(session => session.device_id === device_id)
  if (!last?.ended_at || now - Date.parse(last.ended_at) > LATELY_MS) return null
  const why = whyOf(last.end_reason)
  return why === 'by_person' || why === 'changed_over' ? null : { why, at: last.ended_at }
}

const refresh = () => queries.invalidateQueries({ queryKey: KEY })

export const withPassword = (password: string): Proof => ({ password, credential: null })

/** Null when the person closed the browser's question. */
export async function withPasskey(): Promise<Proof | null> {
  const { public_key } = await ask(api.POST('/api/sign-in/passkey/options'))
  const credential = await provePasskey(public_key)
  return credential === null ? null : { password: null, credential }
}

export const openSession = (zone: ZoneName, proof: Proof) => enter(zone, proof, false)

/** Out of the zone that one is in: what was open there ends. */
export const changeOver = (zone: ZoneName, proof: Proof) => enter(zone, proof, true)

async function enter(zone: ZoneName, proof: Proof, leaves: boolean): Promise<void> {
  await ask(api.POST('/api/gvpn/session', { body: { zone, leaves, ...proof } }))
  comeBack()
  await refresh()
}

export async function extendSession(proof: Proof): Promise<void> {
  await ask(api.POST('/api/gvpn/session/extend', { body: proof }))
  await refresh()
  await queries.invalidateQueries({ queryKey: ['todos', 'vpn'] })
}

/** Somebody is here: half an hour without use begins anew. */
export async function keepSession(): Promise<void> {
  await patiently(() => ask(api.POST('/api/gvpn/session/keep')))
  await refresh()
}

export async function endSession(session_id: string): Promise<void> {
  await ask(api.DELETE('/api/gvpn/sessions/{session_id}', { params: { path: { session_id } } }))
  await refresh()
}

/** `04:59` in the last hour; never below nothing. */
export function leftText(ends_at: string, now: number): string {
  const seconds = Math.max(0, Math.floor((Date.parse(ends_at) - now) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}

/** Before the last hour, for words: `3:59` would be read as minutes. */
export function hoursLeft(ends_at: string, now: number) {
  const minutes = Math.floor((Date.parse(ends_at) - now) / 60_000)
  return minutes < 60 ? null : { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}

export function minutesLeft(ends_at: string, now: number): number {
  return (Date.parse(ends_at) - now) / 60_000
}

/** Which of the two warnings it is. */
export function warnedMinutes(ends_at: string, now: number): number {
  return minutesLeft(ends_at, now) > WARN_AGAIN_MINUTES ? WARN_MINUTES : WARN_AGAIN_MINUTES
}

/** At 15 minutes and again at 5, also for who put it off in between; never after the end. */
export function isDueAgain(ends_at: string, now: number, putOffAt: number | null): boolean {
  const left = minutesLeft(ends_at, now)
  if (left <= 0 || left > WARN_MINUTES) return false
  return putOffAt === null || (putOffAt > WARN_AGAIN_MINUTES && left <= WARN_AGAIN_MINUTES)
}

type Idling = Pick<Session, 'ends_at' | 'idle_at'>

const IDLE_LOOK_MS = 10_000

/** In ms: when it is to be asked whether it is still not used, and then again and again; to ask is no use. */
export function nextIdleLook(session: Idling | null | undefined, now: number): number | false {
  if (!session?.idle_at) return false
  const warned = Date.parse(session.idle_at) - IDLE_WARN_MINUTES * 60_000
  return Math.max(IDLE_LOOK_MS, warned - now)
}

/** Whether it ends for want of use within minutes, by what was known at `knownAt`: a page that was used
 * since has an older word only. Not where its hard end comes first. */
export function isIdling({ ends_at, idle_at }: Idling, now: number, knownAt: number): boolean {
  if (!idle_at || Date.parse(idle_at) >= Date.parse(ends_at)) return false
  const warned = Date.parse(idle_at) - IDLE_WARN_MINUTES * 60_000
  return now >= warned && knownAt >= warned && now < Date.parse(idle_at)
}

export function endsSoon(ends_at: string, now: number): boolean {
  return Date.parse(ends_at) - now <= WARN_MINUTES * 60_000
}
