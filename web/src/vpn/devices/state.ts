/** One's own devices: query, acts, and the code that adds one. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, patiently } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Device = components['schemas']['TunnelDeviceView']
export type Code = components['schemas']['EnrolmentCodeView']
export type Platform = Device['platform']
export type Owner = Device['owner']

export const devicesKey = ['gvpn', 'devices'] as const
export const MOST_DEVICES = 5

export const devices = queryOptions({
  queryKey: devicesKey,
  queryFn: async () => (await ask(api.GET('/api/gvpn/devices'))).devices,
})

export const isLiving = ({ state }: Device) => state === 'waiting' || state === 'active'

/** Computers that have a shell run one line; all others use the WireGuard app. */
export const hasLine = (platform: Platform) => platform === 'linux' || platform === 'macos'

/** As deploy/gvpn/renew.sh has it. */
const RENEWS_BEFORE_MS = 30 * 24 * 3_600_000

/** From when on the device renews its key and certificate by itself; null where it cannot. */
export function renewsAt(device: Pick<Device, 'platform' | 'certificate_until'>): string | null {
  const { platform, certificate_until } = device
  if (!hasLine(platform) || certificate_until === null) return null
  return new Date(Date.parse(certificate_until) - RENEWS_BEFORE_MS).toISOString()
}

export function newCode(name: string, platform: Platform, owner: Owner): Promise<Code> {
  const body = { name, platform, owner }
  return patiently(() => ask(api.POST('/api/gvpn/enrolments', { body }))) // an unused one ends by itself
}

export async function removeDevice(device_id: string): Promise<void> {
  await ask(api.DELETE('/api/gvpn/devices/{device_id}', { params: { path: { device_id } } }))
  await queries.invalidateQueries({ queryKey: devicesKey })
}

export async function reportLost(device_id: string): Promise<void> {
  const params = { path: { device_id } }
  await patiently(() => ask(api.POST('/api/gvpn/devices/{device_id}/lost', { params })))
  await queries.invalidateQueries({ queryKey: devicesKey })
}

/** What system this page runs on; null where it does not tell. */
export function platformOf(agent: string): Platform | null {
  if (/Android/.test(agent)) return 'android'
  if (/iPhone|iPad/.test(agent)) return 'ios'
  if (/Windows/.test(agent)) return 'windows'
  if (/Mac OS X/.test(agent)) return 'macos'
  return /Linux/.test(agent) ? 'linux' : null
}
