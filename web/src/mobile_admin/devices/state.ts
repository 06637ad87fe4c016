/** One's own devices of the field. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type NewDevice = components['schemas']['NewFieldDeviceBody']

const key = ['field', 'devices'] as const
export const devices = queryOptions({
  queryKey: key,
  queryFn: () => ask(api.GET('/api/field/devices')),
})

export async function addDevice(name: string): Promise<NewDevice> {
  const made = await ask(api.POST('/api/field/devices', { body: { name } }))
  await queries.invalidateQueries({ queryKey: key })
  return made
}

export async function revoke(device_id: string): Promise<void> {
  await ask(api.DELETE('/api/field/devices/{device_id}', { params: { path: { device_id } } }))
  await queries.invalidateQueries({ queryKey: key })
}
