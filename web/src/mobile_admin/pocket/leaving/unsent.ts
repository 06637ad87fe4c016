/**
 * What of a pocket is somebody's work that the suite does not have yet, and what is needed to go on
 * with it. All else was only read, or was sent: that goes at sign-out [FO13].
 */
import type { Earlier } from '../day/earlier'
import { blobOf, idOf, type KeptForm } from '../day/kept-form'
import type { Target } from '../day/model'
import type { Paper } from '../paper/model'
import type { Change, Kind, Shelf } from '../store/shelf'
import type { KeptOp, KeptParcel, Sent } from '../sync/model'
import type { Visit } from '../visits/model'

export interface Work {
  readonly ops: readonly KeptOp[]
  readonly parcels: readonly KeptParcel[]
  readonly papers: readonly Paper[]
  /** The sheets that are being filled in. */
  readonly open: readonly Visit[]
  /** Of all of these. */
  readonly visits: ReadonlySet<string>
}

export async function unsentWork(shelf: Shelf): Promise<Work> {
  const drafts = new Set(await shelf.ids('draft'))
  const visits = await shelf.list<Visit>('visit')
  // What is held the suite has; its head decides.
  const ops = (await shelf.list<KeptOp>('op')).filter(({ standing }) => standing !== 'held')
  const parcels = await shelf.list<KeptParcel>('parcel')
  const papers = (await shelf.list<Paper>('paper')).filter(isUntold)
  const open = visits.filter(({ id, endedAt }) => endedAt === null && drafts.has(id))
  const named = [
    ...ops.map(({ op }) => op.visit_id),
    ...parcels.map(({ blob }) => visitOf(blob)),
    ...[...papers, ...open].map(({ id }) => id),
  ]
  return { ops, parcels, papers, open, visits: new Set(named) }
}

/** Everything else, as changes that take it away; provisional numbers and ids go on from where they were. */
export async function goneAtSignOut(shelf: Shelf): Promise<Change[]> {
  const work = await unsentWork(shelf)
  const { visits } = work
  const forms = await formsOf(shelf, work)
  const earlier = await earlierOf(shelf, work)
  const stays: Record<Kind, (id: string) => boolean> = {
    op: id => work.ops.some(({ op }) => op.id === id),
    parcel: id => work.parcels.some(each => each.id === id),
    paper: id => work.papers.some(each => each.id === id),
    draft: id => work.open.some(each => each.id === id),
    visit: id => visits.has(id),
    file: id => visits.has(visitOf(id)),
    blob: id => visits.has(visitOf(id)) || forms.blobs.has(id) || earlier.blobs.has(id),
    form: id => forms.ids.has(id),
    medium: id => forms.blobs.has(blobOf(id)),
    earlier: id => earlier.ids.has(id),
    card: await neededCards(shelf, work),
    sent: await neededReceipts(shelf, work),
    fact: id => LASTING.has(id),
  }
  const changes: Change[] = await countsOf(shelf, work)
  for (const kind of Object.keys(stays) as Kind[]) {
    const gone = (await shelf.ids(kind)).filter(id => !stays[kind](id))
    changes.push(...gone.map((id): Change => ({ kind, id, gone: true })))
  }
  return changes
}

/** Signed, or begun to be written, and its submission does not have it. */
function isUntold({ said, signed, isTold }: Paper): boolean {
  return isTold !== true && (said !== '' || Object.keys(signed).length > 0)
}

/** What says nothing of anybody: the clock, the last id, how many papers there were, what was seen. */
const LASTING = new Set(['clock', 'lastId', 'papers', 'rulingsSeen'])

/** The name of a photo begins with its visit's. */
function visitOf(blob: string): string {
  return blob.split('.')[0] ?? ''
}

async function formsOf(shelf: Shelf, { open }: Work) {
  const ids = new Set(open.flatMap(({ form }) => form ?? []).map(idOf))
  const forms = (await shelf.list<KeptForm>('form')).filter(({ id }) => ids.has(id))
  const files = forms.flatMap(form => form.files ?? [])
  return { ids, blobs: new Set(files.map(({ sha256 }) => blobOf(sha256))) }
}

async function earlierOf(shelf: Shelf, { open }: Work) {
  const ids = new Set(open.flatMap(({ corrects }) => corrects ?? []))
  const kept = (await shelf.list<Earlier>('earlier')).filter(({ case_id }) => ids.has(case_id))
  return { ids, blobs: new Set(kept.flatMap(({ files }) => files).map(({ blob }) => blob)) }
}

/** A sheet is opened from its place, and a paper names it. */
async function neededCards(shelf: Shelf, { open, papers }: Work) {
  const signed = new Set(papers.map(({ id }) => id))
  const visits = (await shelf.list<Visit>('visit')).filter(({ id }) => signed.has(id))
  const ids = new Set([...open, ...visits].map(({ assignment_id }) => assignment_id))
  const cards = (await shelf.list<Target>('card')).map(({ assignment }) => assignment.id)
  const needed = new Set(cards.filter(id => ids.has(id)))
  return (id: string) => needed.has(id)
}

/** Which submission a photo or a paper that is still to come belongs to. */
async function neededReceipts(shelf: Shelf, { parcels, visits }: Work) {
  const kept = (await shelf.list<Visit>('visit')).filter(({ id }) => visits.has(id))
  const ids = new Set([...parcels.map(each => each.op_id), ...kept.map(each => each.answersOp)])
  return (id: string) => ids.has(id)
}

async function countsOf(shelf: Shelf, { papers }: Work): Promise<Change[]> {
  const before = (await shelf.read<number>('fact', 'papers')) ?? 0
  const all = (await shelf.ids('paper')).length
  return [
    { kind: 'fact', id: 'papers', value: before + all - papers.length },
    { kind: 'fact', id: 'lastId', value: await lastId(shelf) },
  ]
}

/** Of what was told or waits: what is made next sorts after it, also where the clock was put back. */
export async function lastId(shelf: Shelf): Promise<string> {
  const kept = (await shelf.read<string>('fact', 'lastId')) ?? ''
  const ops = await shelf.list<KeptOp>('op')
  const sent = await shelf.list<Sent>('sent')
  const ids = [kept, ...ops.map(({ op }) => op.id), ...sent.map(({ id }) => id)]
  return ids.sort().at(-1) ?? ''
}
