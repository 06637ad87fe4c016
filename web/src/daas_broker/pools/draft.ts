/** A pool while it is written: numbers as they were typed. */
import { clock, minutes } from './days'
import type { Audience, Pool, Wish } from './state'

/** Times as `08:30`, in Seoul; weekdays from 0 for Monday. */
export interface WindowDraft {
  readonly id: number
  readonly days: readonly number[]
  readonly begins: string
  readonly ends: string
  readonly warm: string
}

/** `headroom` in per cent, `certainty` per mille. */
export interface Readiness {
  readonly windows: readonly WindowDraft[]
  readonly headroom: string
  readonly foresees: boolean
  readonly certainty: string
}

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
  readonly readiness: Readiness
  readonly kind: Pool['kind']
  readonly app: string
  /** Minutes. */
  readonly grace: string
  /** Minutes; of a persistent pool days, and empty where it has no end. */
  readonly linger: string
  readonly homes: boolean
  readonly takesRequests: boolean
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

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
function unitOf(kind: Pool['kind']): number {
  return kind === 'persistent' ? DAY : MINUTE
}

/** What a new pool begins with. */
const NEW: Wish = {
  name: '',
  image: '',
  provider: 'podman',
  zone: 'internet',
  size: { memory_mib: 2048, cpus: 2, home_mib: 1024 },
  warm: 1,
  maximum: 4,
  audience: { everybody: true, people: [], divisions: [], roles: [] },
  readiness: { windows: [], headroom: 0, foresees: false, certainty: 950 },
  kind: 'pooled',
  app: '',
  grace_seconds: 5 * MINUTE,
  linger_seconds: 0,
  homes: true,
  takes_requests: false,
}

function lingerOf({ kind, linger_seconds }: Wish): string {
  return linger_seconds === null ? '' : String(linger_seconds / unitOf(kind))
}

function readinessOf({ windows, headroom, foresees, certainty }: Wish['readiness']): Readiness {
  return {
    windows: windows.map(({ days, begins, ends, warm }, id) => ({
      id,
      days,
      begins: clock(begins),
      ends: clock(ends),
      warm: String(warm),
    })),
    headroom: String(headroom),
    foresees,
    certainty: String(certainty),
  }
}

function askedOf({ windows, headroom, foresees, certainty }: Readiness): Wish['readiness'] {
  return {
    windows: windows.map(({ days, begins, ends, warm }) => ({
      days: [...days],
      begins: minutes(begins),
      // Midnight at the end of a window is that of the day's end.
      ends: minutes(ends) || END_OF_DAY,
      warm: Number(warm),
    })),
    headroom: Number(headroom),
    foresees,
    certainty: Number(certainty),
  }
}

const END_OF_DAY = 24 * 60

export function draftOf(pool: Pool | null): Draft {
  const wish = pool ?? NEW
  return {
    name: wish.name,
    image: wish.image || null,
    provider: wish.provider,
    zone: wish.zone,
    memory: String(wish.size.memory_mib),
    cpus: String(wish.size.cpus),
    home: String(wish.size.home_mib),
    warm: String(wish.warm),
    maximum: String(wish.maximum),
    audience: wish.audience,
    readiness: readinessOf(wish.readiness),
    kind: wish.kind,
    app: wish.app,
    grace: String(wish.grace_seconds / MINUTE),
    linger: lingerOf(wish),
    homes: wish.homes,
    takesRequests: wish.takes_requests,
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
    readiness: askedOf(draft.readiness),
    kind: draft.kind,
    app: draft.kind === 'app' ? draft.app.trim() : '',
    grace_seconds: Math.round(Number(draft.grace) * MINUTE),
    linger_seconds:
      draft.linger === '' ? null : Math.round(Number(draft.linger) * unitOf(draft.kind)),
    homes: draft.homes && draft.kind !== 'app',
    takes_requests: draft.takesRequests && !draft.audience.everybody,
  }
}

export function isNobody({ everybody, people, divisions, roles }: Audience): boolean {
  return !everybody && people.length + divisions.length + roles.length === 0
}
