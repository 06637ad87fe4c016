/** What an inspector does at the door. Each act is kept whole or not at all, then told. */
import { openEarlier } from '../day/earlier'
import type { FormToFill } from '../day/model'
import { keep, keepAndTell, own } from '../own'
import { sha256 } from '../store/cipher'
import { freshId } from '../store/ids'
import type { Change } from '../store/shelf'
import {
  type Clock,
  type KeptOp,
  type KeptParcel,
  type Operation,
  type Place,
  type Sent,
  UNKNOWN_CLOCK,
  type VisitResult,
} from '../sync/model'
import { filesOf, type KeptFile } from './drafts'
import type { Visit } from './model'
import { findPlace } from './place'

export interface Begin {
  readonly assignment_id: string | null
  readonly title: string
  readonly form: FormToFill | null
  readonly corrects?: string
}

export async function beginVisit(wish: Begin): Promise<Visit> {
  const visit: Visit = {
    ...wish,
    id: freshId(),
    startedAt: Date.now(),
    endedAt: null,
    result: null,
  }
  const place = await findPlace()
  const name = visit.assignment_id === null ? { title: visit.title } : {}
  const start = await operation(visit, 'start', { place, ...name })
  await keepAndTell([
    { kind: 'visit', id: visit.id, value: visit },
    ...(wish.corrects ? await copied(visit.id, wish.corrects) : []),
    opChange(start),
  ])
  return visit
}

/** The photos of before are the new sheet's own: what is taken away there stays with the old one. */
async function copied(visit: string, corrects: string): Promise<Change[]> {
  const files = (await openEarlier(corrects))?.files ?? []
  const changes = files.map(async (file): Promise<Change[]> => {
    const id = `${visit}.${freshId()}`
    const { name, type, size } = file
    return [
      { kind: 'blob', id, bytes: new Uint8Array(await file.arrayBuffer()) },
      { kind: 'file', id, value: { id, name, type, size } satisfies KeptFile },
    ]
  })
  return (await Promise.all(changes)).flat()
}

/** Nobody was there, or they would not be inspected: the sheet stays a draft. */
export async function endVisit(visit: Visit, result: VisitResult, note: string): Promise<void> {
  const end = await operation(visit, 'end', { result, note, place: await findPlace(1_500) })
  await keepAndTell([ended(visit, result), opChange(end)])
}

/** What the sheet hands over; `files` lie here already, but for what it made at the end. */
export interface Filled {
  readonly xml: string
  readonly files: readonly File[]
  readonly evidence: readonly {
    readonly name: string
    readonly captured_at: string
    readonly place: {
      readonly latitude: number
      readonly longitude: number
      readonly accuracy: number
      readonly at: string
    } | null
  }[]
}

/** Answers, photos, the end of the visit and of the draft: one write. */
export async function finishVisit(visit: Visit, filled: Filled): Promise<void> {
  const answers = await operation(visit, 'answers', { xml: filled.xml })
  const end = await operation(visit, 'end', { result: 'visited' })
  const there = await filesOf(visit.id)
  const parcels = await Promise.all(
    filled.files.map(file => parcelOf(answers, file, there, filled)),
  )
  await keepAndTell([
    opChange(answers),
    ...parcels.flat(),
    opChange(end),
    ended({ ...visit, answersOp: answers.op.id }, 'visited'),
    { kind: 'draft', id: visit.id, gone: true },
    ...(await leftOver(there, filled)),
  ])
}

/**
 * What belongs to answers that were handed over already: the paper that was signed at the door. Files
 * of the same names that still wait are taken back. False where it is not known any more which
 * answers the phone told.
 */
export async function sendAfter(
  visit: Visit,
  files: readonly File[],
  submission: string | null = null,
): Promise<boolean> {
  const shelf = own.get()?.shelf
  const { answersOp } = visit
  if (!shelf || answersOp === undefined) return false
  const isKept = (await shelf.read<KeptOp>('op', answersOp)) !== null
  const sent = await shelf.read<Sent>('sent', answersOp)
  const submission_id = submission ?? sent?.submission_id ?? null
  if (!isKept && submission_id === null) return false
  const waiting = (await shelf.list<KeptParcel>('parcel')).filter(
    ({ op_id, name }) => op_id === answersOp && files.some(file => file.name === name),
  )
  const parcels = files.map(async (file): Promise<Change[]> => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const blob = `${visit.id}.${freshId()}`
    const value: KeptParcel = {
      id: freshId(),
      op_id: answersOp,
      title: visit.title,
      name: file.name,
      sha256: await sha256(bytes),
      size: file.size,
      blob,
      taken_at: new Date(file.lastModified).toISOString(),
      place: null,
      submission_id,
      there: 0,
      standing: 'waiting',
      code: '',
    }
    return [
      { kind: 'blob', id: blob, bytes },
      { kind: 'parcel', id: value.id, value },
    ]
  })
  await keepAndTell([
    ...waiting.flatMap(({ id, blob }): Change[] => [
      { kind: 'parcel', id, gone: true },
      { kind: 'blob', id: blob, gone: true },
    ]),
    ...(await Promise.all(parcels)).flat(),
  ])
  return true
}

async function parcelOf(
  answers: KeptOp,
  file: File,
  there: readonly KeptFile[],
  { evidence }: Filled,
): Promise<Change[]> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const known = evidence.find(({ name }) => name === file.name)
  const kept = there.find(({ name }) => name === file.name)
  const blob = kept?.id ?? `${answers.op.visit_id}.${freshId()}`
  const place = known?.place ?? null
  const parcel: KeptParcel = {
    id: freshId(),
    op_id: answers.op.id,
    title: answers.title,
    name: file.name,
    sha256: await sha256(bytes),
    size: file.size,
    blob,
    taken_at: known?.captured_at ?? null,
    place: place && {
      lat: place.latitude,
      lon: place.longitude,
      accuracy_m: place.accuracy,
      at: place.at,
    },
    submission_id: null,
    there: 0,
    standing: 'waiting',
    code: '',
  }
  // A photo lies here since it was taken; what the sheet made at the end comes now.
  const fresh: Change[] = kept ? [] : [{ kind: 'blob', id: blob, bytes }]
  return [{ kind: 'parcel', id: parcel.id, value: parcel }, ...fresh]
}

/** Files of questions that went away. */
async function leftOver(there: readonly KeptFile[], { files }: Filled): Promise<Change[]> {
  const named = new Set(files.map(({ name }) => name))
  return there
    .filter(({ name }) => !named.has(name))
    .flatMap(({ id }) => [
      { kind: 'file', id, gone: true },
      { kind: 'blob', id, gone: true },
    ])
}

function ended(visit: Visit, result: VisitResult): Change {
  return { kind: 'visit', id: visit.id, value: { ...visit, endedAt: Date.now(), result } }
}

function opChange(value: KeptOp): Change {
  return { kind: 'op', id: value.op.id, value }
}

interface More {
  readonly place?: Place | null
  readonly result?: VisitResult
  readonly note?: string
  readonly xml?: string
  readonly title?: string
}

async function operation(visit: Visit, kind: Operation['kind'], more: More): Promise<KeptOp> {
  const clock = (await own.get()?.shelf.read<Clock>('fact', 'clock')) ?? UNKNOWN_CLOCK
  const op: Operation = {
    id: freshId(),
    kind,
    visit_id: visit.id,
    assignment_id: visit.assignment_id,
    did_at: new Date().toISOString(),
    offset_ms: clock.offset_ms,
    uncertainty_ms: clock.uncertainty_ms,
    ...more,
  }
  return { op, title: visit.title, standing: 'waiting', code: '' }
}

/** Once more, as something new; answers that another sheet stands for get a name of their own. */
export async function tellAgain({ op, title }: KeptOp): Promise<void> {
  const id = freshId()
  const xml = op.xml?.replace(
    /(<(?:\w+:)?instanceID>)[^<]*/,
    (_, tag: string) => `${tag}uuid:${crypto.randomUUID()}`,
  )
  const again: Operation = { ...op, id, ...(xml === undefined ? {} : { xml }) }
  const parcels = (await own.get()?.shelf.list<KeptParcel>('parcel')) ?? []
  await keepAndTell([
    { kind: 'op', id: op.id, gone: true },
    opChange({ op: again, title, standing: 'waiting', code: '' }),
    ...parcels
      .filter(parcel => parcel.op_id === op.id)
      .map(
        (parcel): Change => ({ kind: 'parcel', id: parcel.id, value: { ...parcel, op_id: id } }),
      ),
  ])
}

/** Its person has seen it and lets go of it, with the photos that only it named. */
export async function letGo({ op }: KeptOp): Promise<void> {
  const parcels = (await own.get()?.shelf.list<KeptParcel>('parcel')) ?? []
  const named = parcels.filter(({ op_id, submission_id }) => op_id === op.id && !submission_id)
  await keep([
    { kind: 'op', id: op.id, gone: true },
    ...named.flatMap(({ id, blob }): Change[] => [
      { kind: 'parcel', id, gone: true },
      { kind: 'blob', id: blob, gone: true },
      { kind: 'file', id: blob, gone: true },
    ]),
  ])
}

export async function sendPhotoAgain(parcel: KeptParcel): Promise<void> {
  const value: KeptParcel = { ...parcel, standing: 'waiting', code: '' }
  await keepAndTell([{ kind: 'parcel', id: parcel.id, value }])
}
