/** A pool while it is written: numbers as they were typed. */
import type { Audience, Pool, Wish } from './state'

export interface Draft {
  readonly name: string
  readonly image: string | null
  readonly provider: string
  readonly zone: 'internet' | 'work'
  readonly memory: string
  readonly cpus: string
  readonly home: string
  readonly warm: string
  readonly maximum: string
  readonly audience: Audience
}

/** What each section of the form is given. */
export interface Section {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

export interface AudienceProps {
  readonly audience: Audience
  readonly onChange: (part: Partial<Audience>) => void
}

const EVERYBODY: Audience = { everybody: true, people: [], divisions: [], roles: [] }

export function draftOf(pool: Pool | null): Draft {
  return {
    name: pool?.name ?? '',
    image: pool?.image ?? null,
    provider: pool?.provider ?? 'podman',
    zone: pool?.zone ?? 'internet',
    memory: String(pool?.size.memory_mib ?? 2048),
    cpus: String(pool?.size.cpus ?? 2),
    home: String(pool?.size.home_mib ?? 1024),
    warm: String(pool?.warm ?? 1),
    maximum: String(pool?.maximum ?? 4),
    audience: pool?.audience ?? EVERYBODY,
  }
}

export function wishOf(draft: Draft, image: string): Wish {
  return {
    name: draft.name,
    image,
    provider: draft.provider,
    zone: draft.zone,
    size: {
      memory_mib: Number(draft.memory),
      cpus: Number(draft.cpus),
      home_mib: Number(draft.home),
    },
    warm: Number(draft.warm),
    maximum: Number(draft.maximum),
    audience: draft.audience,
  }
}

export function isNobody({ everybody, people, divisions, roles }: Audience): boolean {
  return !everybody && people.length + divisions.length + roles.length === 0
}
