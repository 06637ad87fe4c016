/** Images, their versions and builds: what is asked, what is done, and what follows from a stage. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Image = components['schemas']['ImageBody']
export type Version = components['schemas']['ImageVersionBody']
export type Build = components['schemas']['BuildBody']
export type Package = components['schemas']['PackageBody']
export type Stage = Version['stage']
export type Trial = NonNullable<Version['trial']>

export const imagesKey = ['daas', 'images'] as const

const WORKING_MS = 2_000
const RESTING_MS = 15_000

/** Asked more often while something is built or tried. */
export const overview = queryOptions({
  queryKey: [...imagesKey, 'overview'],
  queryFn: () => ask(api.GET('/api/admin/images')),
  refetchInterval: ({ state: { data } }) => (isWorking(data) ? WORKING_MS : RESTING_MS),
})

/** A version never changes, so neither do its packages. */
export const packagesOf = (key: string) =>
  queryOptions({
    queryKey: [...imagesKey, 'packages', key],
    queryFn: async () =>
      (await ask(api.GET('/api/admin/images/{key}/packages', { params: { path: { key } } })))
        .packages,
    staleTime: Number.POSITIVE_INFINITY,
  })

function isWorking(seen: components['schemas']['ImagesBody'] | undefined): boolean {
  return (
    seen !== undefined &&
    (seen.builds.some(({ running }) => running) ||
      seen.images.some(({ versions }) => versions.some(({ stage }) => stage === 'trying')))
  )
}

const changed = () => queries.invalidateQueries({ queryKey: imagesKey })

export async function build({ name, provider }: Image): Promise<void> {
  await ask(api.POST('/api/admin/images/builds', { body: { name, provider } }))
  await changed()
}

/** What can be done with a version; `share` in per cent, `reason` in one's own words. */
export interface Said {
  readonly share: number
  readonly reason: string
}
export type Act = 'try' | 'canary' | 'share' | 'promote' | 'stop' | 'rollBack' | 'remove'

export async function act(kind: Act, key: string, { share, reason }: Said): Promise<void> {
  const params = { path: { key } }
  const doing: Readonly<Record<Act, () => Promise<unknown>>> = {
    try: () => ask(api.POST('/api/admin/images/{key}/trial', { params })),
    canary: () => ask(api.POST('/api/admin/images/{key}/canary', { params, body: { share } })),
    share: () => ask(api.POST('/api/admin/images/{key}/canary', { params, body: { share } })),
    promote: () => ask(api.POST('/api/admin/images/{key}/promotion', { params })),
    stop: () => ask(api.POST('/api/admin/images/{key}/stop', { params, body: { reason } })),
    rollBack: () => ask(api.POST('/api/admin/images/{key}/rollback', { params, body: { reason } })),
    remove: () => ask(api.DELETE('/api/admin/images/{key}', { params })),
  }
  await doing[kind]()
  await changed()
}

const ACTS: Readonly<Record<Stage, readonly Act[]>> = {
  built: ['try'],
  trying: [],
  refused: ['try'],
  tried: ['canary', 'promote', 'try'],
  canary: ['promote', 'share', 'stop'],
  stable: ['rollBack'],
  former: ['promote', 'try'],
  stopped: ['try'],
  removed: [],
}

/** The first one is what one usually does next. */
export function actsOf(version: Version, image: Image): readonly Act[] {
  const acts = ACTS[version.stage].filter(
    kind => kind !== 'rollBack' || image.goes_back_to !== null,
  )
  const stays = ['trying', 'canary', 'stable', 'removed'].includes(version.stage)
  return stays || version.desktops > 0 ? acts : [...acts, 'remove']
}

/** What stands out among its acts; a canary that fails, or was seen too little, is not hurried. */
export function usualOf({ stage, health }: Version, enough: number): Act | null {
  if (stage === 'built') return 'try'
  if (stage === 'tried') return 'canary'
  const isGood = health.boots >= enough && health.failures === 0
  return stage === 'canary' && isGood ? 'promote' : null
}

export const STEPS = ['build', 'trial', 'canary', 'rollout'] as const
export type Step = (typeof STEPS)[number] | 'back'
/** What was `skipped` it did not go through, and no longer will. */
export type Mark = 'done' | 'now' | 'failed' | 'skipped' | 'open'

/** Where a version stands on its way, step by step. */
export function wayOf(version: Version): readonly (readonly [Step, Mark])[] {
  const { stage, trial } = version
  const given: Mark = version.canary_since === null ? 'skipped' : 'done'
  const isEverybodys = stage === 'stable' || stage === 'former' // also where nobody noted since when
  const rolledOut: Mark = isEverybodys || version.stable_since !== null ? 'done' : 'skipped'
  const tried: Mark = trial === null ? 'skipped' : trial.why === '' ? 'done' : 'failed'
  const way = (trialMark: Mark, canary: Mark, rollout: Mark) =>
    [
      ['build', 'done'],
      ['trial', trialMark],
      ['canary', canary],
      ['rollout', rollout],
    ] as const
  switch (stage) {
    case 'built':
      return way('open', 'open', 'open')
    case 'trying':
      return way('now', 'open', 'open')
    case 'refused':
      return way('failed', 'open', 'open')
    case 'tried':
      return way('done', 'open', 'open')
    case 'canary':
      return way('done', 'now', 'open')
    case 'stopped':
      return [...way(tried, given, rolledOut), ['back', 'failed']]
    default:
      return way(tried, given, rolledOut)
  }
}

/** From when until when it was everybody's; null where it never was, or still is. */
export function reignOf({ stage, stage_since, stable_since }: Version) {
  const isOver = stage === 'former' || stage === 'stopped'
  return isOver && stable_since !== null ? { from: stable_since, until: stage_since } : null
}

export interface Behind {
  readonly kind: 'changed' | 'other_release' | 'held'
  readonly number: number
  /** The version of what is described now; 0 where there is none. */
  readonly next: number
}

/** What is described now and what new desktops are made of are two things; null where they are one,
 *  or where the first is on its way to them. */
export function behindOf({ versions }: Image): Behind | null {
  const described = versions.find(({ basis }) => basis === 'next')
  const given = versions.find(({ stage }) => stage === 'stable')
  if (described) {
    const isHeld = given?.basis === 'other_release' && !AT_WORK.includes(described.stage)
    return isHeld ? { kind: 'held', number: given.number, next: described.number } : null
  }
  const own = versions.find(({ basis }) => basis === 'changed')
  if (own && given?.basis !== 'other_release')
    return { kind: 'changed', number: own.number, next: 0 }
  const other = [given, ...versions].find(one => one?.basis === 'other_release')
  return other ? { kind: 'other_release', number: other.number, next: 0 } : null
}

const AT_WORK: readonly Stage[] = ['trying', 'tried', 'canary', 'stable']

/** Those one looks at: the newest, what is on its way or everybody's, and what one would go back to.
 *  What is described now is among them, wherever it stands. */
export function split(versions: readonly Version[]): {
  readonly shown: readonly Version[]
  readonly others: readonly Version[]
} {
  const isFirst = (stage: Stage, version: Version) =>
    versions.find(one => one.stage === stage) === version
  const isShown = (version: Version) =>
    version === versions[0] ||
    version.desktops > 0 ||
    version.basis === 'next' ||
    AT_WORK.includes(version.stage) ||
    isFirst('former', version) ||
    isFirst('stopped', version)
  return {
    shown: versions.filter(isShown),
    others: versions.filter(version => !isShown(version)),
  }
}

export interface DayBar {
  /** A date, as the server counts days. */
  readonly day: string
  readonly boots: number
  readonly failures: number
}
const DAY_MS = 86_400_000
export const SHOWN_DAYS = 14

/** One place a day up to today, also where nothing was started. */
export function barsOf(days: readonly DayBar[], now: number): readonly DayBar[] {
  const known = new Map(days.map(one => [dateOf(new Date(one.day).getTime()), one]))
  return Array.from({ length: SHOWN_DAYS }, (_, place) => {
    const day = dateOf(now - (SHOWN_DAYS - 1 - place) * DAY_MS)
    return { boots: 0, failures: 0, ...known.get(day), day }
  })
}

function dateOf(at: number): string {
  return new Date(at).toLocaleDateString('sv', { timeZone: 'Asia/Seoul' })
}

export interface Line extends Package {
  /** In the version that is compared with; null where it has none of it. */
  readonly before: string | null
  readonly change: Change
}
export type Change = 'added' | 'changed' | 'gone' | 'same'

/** What one version holds against another one, by name; a package that is gone keeps its line. */
export function compare(now: readonly Package[], before: readonly Package[]): readonly Line[] {
  const old = new Map(before.map(one => [one.name, one]))
  const held = new Set(now.map(({ name }) => name))
  const lines = now.map((one): Line => {
    const was = old.get(one.name)?.version ?? null
    const change = was === null ? 'added' : was === one.version ? 'same' : 'changed'
    return { ...one, before: was, change }
  })
  const gone = before
    .filter(({ name }) => !held.has(name))
    .map((one): Line => ({ ...one, before: one.version, change: 'gone' }))
  return [...lines, ...gone].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
