/** What a measurement means for a desktop. Pure. */
import type { components } from '@/generated/api'

type Device = components['schemas']['TunnelDeviceView']
type Posture = components['schemas']['PostureView']

export type Verdict = 'good' | 'fair' | 'bad'
export type Feature = 'secure' | 'socket' | 'video' | 'sound' | 'keys' | 'clipboard' | 'gateway'

export interface Line {
  readonly id: Feature | 'trip' | 'bandwidth'
  readonly verdict: Verdict
  /** As measured; undefined for what is there or is not. */
  readonly value?: number
}

/** `must`: no desktop without it; `better`: there is another way. */
export function featureLine(id: Feature, has: boolean, need: 'must' | 'better'): Line {
  return { id, verdict: has ? 'good' : need === 'must' ? 'bad' : 'fair' }
}

/** ms. Typing feels immediate up to 60, and bearable up to 150. */
export function tripLine(value: number): Line {
  return { id: 'trip', value, verdict: value <= 60 ? 'good' : value <= 150 ? 'fair' : 'bad' }
}

/** Mbit/s. Sharp pictures need ten while something moves, saving needs one. */
export function bandwidthLine(value: number): Line {
  return { id: 'bandwidth', value, verdict: value >= 10 ? 'good' : value >= 2 ? 'fair' : 'bad' }
}

/** The worst of them; `good` of none. */
export function overall(lines: readonly Line[]): Verdict {
  if (lines.some(({ verdict }) => verdict === 'bad')) return 'bad'
  return lines.some(({ verdict }) => verdict === 'fair') ? 'fair' : 'good'
}

/** Computers that have a shell tell of themselves; a phone does not, and lacks nothing by that. */
const TELL: ReadonlySet<string> = new Set(['linux', 'macos'])

/** What each device that is in force lacks by its own word. */
export function lacksOf(
  devices: readonly Pick<Device, 'id' | 'name' | 'platform' | 'state'>[],
  postures: readonly Pick<Posture, 'device_id' | 'lacks'>[],
): { id: string; name: string; lacks: readonly (Posture['lacks'][number] | 'never')[] }[] {
  return devices
    .filter(({ state, platform }) => state === 'active' && TELL.has(platform))
    .map(({ id, name }) => {
      const said = postures.find(({ device_id }) => device_id === id)
      return { id, name, lacks: said ? said.lacks : ['never' as const] }
    })
}
