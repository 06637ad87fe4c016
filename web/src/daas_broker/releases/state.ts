/** 자료전송: queries and acts. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { dateTime } from '@/kernel/time'

type Schemas = components['schemas']
export type Release = Schemas['ReleaseView']
export type Detail = Schemas['ReleaseDetailView']
export type Lane = Schemas['ReleaseLaneView']
export type Antivirus = Schemas['AntivirusView']
export type Stage = Release['stage']
export type To = Release['to']
export type Finding = Release['stops'][number]
export type Approver = Lane['approver']

export const releasesKey = ['daas', 'releases'] as const

/** Hints may be lost, and what waits for an answer must not be. */
const AGAIN_MS = 10_000

export const desk = queryOptions({
  queryKey: [...releasesKey, 'desk'],
  queryFn: () => ask(api.GET('/api/releases')),
  refetchInterval: AGAIN_MS,
})

/** What is asked for while nobody can look into it stays where it is for a while. */
export const waitsForAntivirus = (
  { stage, source }: Pick<Release, 'stage' | 'source'>,
  { presence, is_unheard }: Pick<Antivirus, 'presence' | 'is_unheard'>,
): boolean => stage === 'inspecting' && source !== 'text' && presence === 'silent' && !is_unheard

/** A text goes to the clipboard of the page at which it was refused, whichever zone that leads to. */
export const placeOf = ({ to, source }: Pick<Release, 'to' | 'source'>): To | 'text' =>
  source === 'text' ? 'text' : to

/** Its asker has to open a desktop of the other zone for it. */
export const waitsForDesktop = (
  release: Pick<Release, 'stage' | 'to' | 'source' | 'is_mine'>,
): boolean => release.is_mine && release.stage === 'released' && placeOf(release) === 'internet'

/** Nobody looks into anything just now, and nobody knows until when. */
export const liesUninspected = (
  { stage }: Pick<Release, 'stage'>,
  { since, is_unheard }: Pick<Antivirus, 'since' | 'is_unheard'>,
): boolean => stage === 'inspecting' && since !== null && is_unheard

/** `ClamAV 1.4.6/27800/Thu Nov 26 09:00:00 2026`; without signatures its engine alone. */
export function engineOf(scanner: string): { readonly engine: string; readonly signed: string } {
  const [engine = '', number = '', at = ''] = scanner.split('/')
  const date = Date.parse(at)
  return { engine, signed: Number.isNaN(date) ? number : dateTime(date) }
}

export const inbox = queryOptions({
  queryKey: [...releasesKey, 'inbox'],
  queryFn: () => ask(api.GET('/api/releases/inbox')),
  refetchInterval: AGAIN_MS,
})

export const everybodys = queryOptions({
  queryKey: [...releasesKey, 'all'],
  queryFn: async () => (await ask(api.GET('/api/releases/all'))).releases,
})

export const one = (release_id: string) =>
  queryOptions({
    queryKey: [...releasesKey, 'one', release_id],
    queryFn: () => ask(api.GET('/api/releases/{release_id}', { params: { path: { release_id } } })),
    refetchInterval: AGAIN_MS,
  })

export const files = (q: string) =>
  queryOptions({
    queryKey: [...releasesKey, 'files', q],
    queryFn: async () =>
      (await ask(api.GET('/api/releases/files', { params: { query: { q } } }))).files,
  })

export const outbox = (desktop_id: string) =>
  queryOptions({
    queryKey: [...releasesKey, 'outbox', desktop_id],
    queryFn: async () => {
      const params = { path: { desktop_id } }
      return (await ask(api.GET('/api/releases/outbox/{desktop_id}', { params }))).files
    },
  })

export async function askFile(file_id: string, reason: string): Promise<string> {
  return await asked({ source: 'drive', file_id, desktop_id: '', name: '', reason })
}

export async function askOutbox(desktop_id: string, name: string, reason: string) {
  return await asked({ source: 'outbox', file_id: '', desktop_id, name, reason })
}

async function asked(body: Schemas['ReleaseBody']): Promise<string> {
  const { id } = await ask(api.POST('/api/releases', { body }))
  await changed()
  return id
}

export async function withdraw(release_id: string): Promise<void> {
  await ask(api.DELETE('/api/releases/{release_id}', { params: { path: { release_id } } }))
  await changed()
}

export async function approve(
  release_id: string,
  answer: string,
  seen: readonly Finding[],
): Promise<void> {
  const options = { params: { path: { release_id } }, body: { answer, seen: [...seen] } }
  await ask(api.POST('/api/releases/{release_id}/approve', options))
  await changed()
}

export async function refuse(release_id: string, answer: string): Promise<void> {
  const options = { params: { path: { release_id } }, body: { answer, seen: [] } }
  await ask(api.POST('/api/releases/{release_id}/refuse', options))
  await changed()
}

export async function setLane({ to, ...body }: Lane): Promise<void> {
  await ask(api.PUT('/api/releases/lanes/{to}', { params: { path: { to } }, body }))
  await changed()
}

/** What an evidence file says of itself, once its signature was found to be this workplace's. */
export async function isGenuine(record: string, signature: string): Promise<boolean> {
  const body = { record, signature }
  return (await ask(api.POST('/api/releases/proof', { body }))).is_genuine
}

async function changed(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: releasesKey }),
    queries.invalidateQueries({ queryKey: ['todos', 'daas_broker'] }),
  ])
}

const OPEN: ReadonlySet<Stage> = new Set(['inspecting', 'waiting', 'released'])

export function mayWithdraw({ stage }: Pick<Release, 'stage'>): boolean {
  return OPEN.has(stage)
}

/** Its contents are no longer held. */
export function isOver({ stage }: Pick<Release, 'stage'>): boolean {
  return !OPEN.has(stage) && stage !== 'delivering'
}

export type Step = 'done' | 'now' | 'stopped' | 'later'

/** How far it is: asked, inspected, approved, delivered. */
export function steps(stage: Stage, wasDecided: boolean): readonly [Step, Step, Step, Step] {
  switch (stage) {
    case 'inspecting':
      return ['done', 'now', 'later', 'later']
    case 'blocked':
      return ['done', 'stopped', 'later', 'later']
    case 'waiting':
      return ['done', 'done', 'now', 'later']
    case 'refused':
      return ['done', 'done', 'stopped', 'later']
    case 'released':
    case 'delivering':
      return ['done', 'done', 'done', 'now']
    case 'delivered':
      return ['done', 'done', 'done', 'done']
    default:
      return wasDecided ? ['done', 'done', 'done', 'stopped'] : ['done', 'done', 'stopped', 'later']
  }
}
