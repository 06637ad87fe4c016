/** The domains of this suite, in no order: each says itself where it stands. */

import { entry as daas_broker } from '@/daas_broker/entry'
import { entry as gdrive } from '@/gdrive/entry'
import { entry as identity } from '@/identity/entry'
import { publishOffers } from '@/kernel/commands'
import type { Entry, Office } from '@/kernel/entry'
import { publishPresence } from '@/kernel/presence'
import { hasRole, type Session } from '@/kernel/session'
import { entry as messenger } from '@/messenger/entry'
import { entry as mobile_admin } from '@/mobile_admin/entry'
import { entry as vpn } from '@/vpn/entry'
import { entry as weboffice } from '@/weboffice/entry'

export const domains: readonly Entry[] = [
  identity,
  gdrive,
  weboffice,
  messenger,
  daas_broker,
  vpn,
  mobile_admin,
]

publishOffers(domains.flatMap(domain => domain.offers ?? []))
for (const { presence } of domains) if (presence) publishPresence(presence)

export interface PlacedEntry extends Entry {
  readonly place: NonNullable<Entry['place']>
}

/** Where this reader may go, in the order of the rail. */
export function placesFor({ person, zone }: Session): readonly PlacedEntry[] {
  return domains
    .filter((domain): domain is PlacedEntry => domain.place !== undefined)
    .filter(({ place }) => !place.roles || hasRole(person, ...place.roles))
    .filter(({ place }) => !place.zones || place.zones.includes(zone))
    .sort((a, b) => a.place.order - b.place.order)
}

/** What this reader runs, in order; empty for most people. */
export function officesFor({ person, zone }: Session): readonly Office[] {
  if (zone !== 'work') return []
  return domains
    .flatMap(domain => domain.offices ?? [])
    .filter(({ roles }) => hasRole(person, ...roles))
    .sort((a, b) => a.order - b.order)
}
