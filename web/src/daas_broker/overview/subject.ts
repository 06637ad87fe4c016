/** What a line of measurements is of, for people: a gateway, a pool, or a host by its name. */
import { say } from '@/kernel/i18n'
import { words } from './words'

const ZONES = ['internet', 'work', 'guest'] as const
const ID = /^[0-9a-f]{32}$/

interface Named {
  readonly id: string
  readonly name: string
}

/** `pools` are those that there are; what was measured of others stays for months. */
export function subjectOf(id: string, pools: readonly Named[] | undefined): string {
  const t = say(words)
  const zone = ZONES.find(each => id === `display-${each}`)
  if (zone) return t(`gatewayOf.${zone}`)
  const pool = pools?.find(each => each.id === id)
  if (pool) return pool.name
  return ID.test(id) ? t('removedPool', { id: id.slice(-4) }) : id
}
