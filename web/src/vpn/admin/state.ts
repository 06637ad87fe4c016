/** Everybody's devices and the gateway, for administrators. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, patiently } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { matches } from '@/kernel/text'

export type HeldDevice = components['schemas']['HeldDeviceView']
export type Gateway = components['schemas']['GatewayView']
export type GatewayBody = components['schemas']['GatewayChangeBody']
export type Shown = 'waiting' | 'active' | 'past'

const KEY = ['gvpn', 'admin'] as const
export const allDevicesKey = [...KEY, 'devices'] as const
export const gatewayKey = [...KEY, 'gateway'] as const
export const adminKey = KEY

export const allDevices = queryOptions({
  queryKey: allDevicesKey,
  queryFn: async () => (await ask(api.GET('/api/admin/gvpn/devices'))).devices,
})

export const gateway = queryOptions({
  queryKey: gatewayKey,
  queryFn: () => ask(api.GET('/api/admin/gvpn/gateway')),
  refetchInterval: 10_000,
})

export type SeenTunnel = components['schemas']['TunnelView']
export type Peer = SeenTunnel['peers'][number]

export const tunnel = queryOptions({
  queryKey: [...KEY, 'tunnel'] as const,
  queryFn: () => ask(api.GET('/api/admin/gvpn/tunnel')),
  refetchInterval: 5_000,
})

export type Peers = ReadonlyMap<string, Peer>

/** Each device's line at the gateway, by its public key; null while the gateway does not answer. */
export function peersByKey(seen: SeenTunnel | undefined): Peers | null {
  return seen?.answers ? new Map(seen.peers.map(peer => [peer.public_key, peer])) : null
}

export function shownAs({ state }: HeldDevice): Shown {
  return state === 'waiting' || state === 'active' ? state : 'past'
}

/** Those of a view that a word is about; Hangul initials find as everywhere. */
export function fitting(all: readonly HeldDevice[], shown: Shown, query: string): HeldDevice[] {
  return all.filter(
    device =>
      shownAs(device) === shown &&
      (query === '' ||
        [device.person, device.division, device.name, device.address ?? ''].some(text =>
          matches(text, query),
        )),
  )
}

async function act(doing: Promise<unknown>): Promise<void> {
  await doing
  await queries.invalidateQueries({ queryKey: KEY })
}

const at = (device_id: string) => ({ params: { path: { device_id } } })

export const approve = (id: string, trust: 'claimed' | 'managed') =>
  act(ask(api.POST('/api/admin/gvpn/devices/{device_id}/approve', { ...at(id), body: { trust } })))
export const refuse = (id: string, reason: string) =>
  act(ask(api.POST('/api/admin/gvpn/devices/{device_id}/refuse', { ...at(id), body: { reason } })))
export const vouch = (id: string, trust: 'claimed' | 'managed') =>
  act(ask(api.POST('/api/admin/gvpn/devices/{device_id}/trust', { ...at(id), body: { trust } })))
export const cut = (id: string) =>
  act(patiently(() => ask(api.POST('/api/admin/gvpn/devices/{device_id}/cut', at(id)))))
/** `count` are as many as the reader saw. */
export const allowRemovals = (count: number) =>
  act(patiently(() => ask(api.POST('/api/admin/gvpn/tunnel/removals', { body: { count } }))))
const SOON = 30_000 // milliseconds in which a change is carried out, with room to spare

/** Whether a change should long have been carried out. */
export const isLate = (changed: string | null, now: number) =>
  changed === null || now - Date.parse(changed) > SOON

/** A name of this machine for itself: no device elsewhere reaches the gateway by it. */
export const isHere = (host: string) => /^(localhost|127\.[\d.]+|0\.0\.0\.0)$/.test(host.trim())

/** What is compared when two administrators write at once. */
export const valuesOf = ({ is_on, host, port, approval }: Gateway) => ({
  is_on,
  host,
  port,
  approval,
})

/** Not asked twice: a second time it would not be as it was seen. */
export async function changeGateway(body: GatewayBody): Promise<void> {
  try {
    await ask(api.PUT('/api/admin/gvpn/gateway', { body }))
  } finally {
    await queries.invalidateQueries({ queryKey: KEY })
  }
}
