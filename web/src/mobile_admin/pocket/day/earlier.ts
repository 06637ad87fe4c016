/**
 * Answers that were sent back, with their photos: they lie on the phone before one is at the door
 * again, and fill the sheet of the correction there [FS7].
 */
import type { components } from '@/generated/api'
import { keep, own } from '../own'
import { freshId } from '../store/ids'
import type { Change, Shelf } from '../store/shelf'
import { type Answer, ask } from '../sync/wire'
import { bytesOf } from './bytes'

type Works = components['schemas']['SentBackWorksBody']
type Work = Works['works'][number]
type SentAnswers = components['schemas']['SentAnswersBody']

interface EarlierFile {
  readonly name: string
  readonly type: string
  readonly blob: string
}

/** What the head wants, and since when. */
export type Wanted = Pick<Work, 'reason' | 'by' | 'at'>

/** Named by its case; what an earlier release fetched does not say what is wanted. */
export interface Earlier extends Partial<Wanted> {
  readonly case_id: string
  readonly submission_id: string
  readonly form_key: string
  readonly version: string
  readonly xml: string
  readonly files: readonly EarlierFile[]
}

/** As the suite last said it, also between one fetching of the day and the next [FO16]. */
export type SentBack = Pick<Work, 'case_id' | 'submission_id'> & Partial<Pick<Work, 'at'>>

/** What the suite sent back and does not lie here yet; the same may be sent back for another reason. */
export function unfetched(
  back: readonly SentBack[],
  there: readonly Pick<Earlier, 'submission_id' | 'at'>[],
): readonly SentBack[] {
  return back.filter(
    work => !there.some(each => each.submission_id === work.submission_id && each.at === work.at),
  )
}

/** What is here already is not fetched again; what was corrected goes. */
export async function fetchEarlier(shelf: Shelf): Promise<Answer<readonly Earlier[]>> {
  const answer = await ask<Works>('/api/field/works/sent-back')
  if (answer.kind !== 'ok') return answer
  const there = await shelf.list<Earlier>('earlier')
  const found: Earlier[] = []
  for (const work of answer.value.works) {
    const before = there.find(each => each.case_id === work.case_id)
    const isSame = before?.submission_id === work.submission_id
    const earlier = isSame ? await saidOf(work, before) : await fetchOne(work, before)
    if (earlier === null) return { kind: 'away' }
    found.push(earlier)
  }
  const gone = there.filter(each => !found.some(one => one.case_id === each.case_id))
  if (gone.length > 0) await keep(gone.flatMap(goneOf))
  return { ...answer, value: found }
}

/** Answers that are here already, with what is wanted of them now. */
async function saidOf({ reason, by, at }: Work, before: Earlier): Promise<Earlier> {
  const value: Earlier = { ...before, reason, by, at }
  if (before.at !== at) await keep([{ kind: 'earlier', id: before.case_id, value }])
  return value
}

/** Photos before the answers that name them; those of `before` go with what takes its place. */
async function fetchOne(work: Work, before: Earlier | undefined): Promise<Earlier | null> {
  const path = `/api/field/submissions/${work.submission_id}`
  const files: EarlierFile[] = []
  const blobs: Change[] = []
  for (const { name, sha256 } of work.files) {
    const found = await bytesOf(`${path}/files/${encodeURIComponent(name)}`, sha256)
    if (found === null) return null
    const blob = freshId()
    blobs.push({ kind: 'blob', id: blob, bytes: found.bytes })
    files.push({ name, type: found.type, blob })
  }
  const sent = await ask<SentAnswers>(`${path}/xml`)
  if (sent.kind !== 'ok') return null
  const { files: _, ...said } = work
  const value: Earlier = { ...said, xml: sent.value.xml, files }
  await keep([...blobs, { kind: 'earlier', id: value.case_id, value }, ...photosGone(before)])
  return value
}

function goneOf(earlier: Earlier): readonly Change[] {
  return [{ kind: 'earlier', id: earlier.case_id, gone: true }, ...photosGone(earlier)]
}

function photosGone(earlier: Earlier | undefined): readonly Change[] {
  return (earlier?.files ?? []).map(({ blob }) => ({ kind: 'blob', id: blob, gone: true }))
}

export interface Opened {
  readonly xml: string
  readonly files: readonly File[]
}

/** For the engine, which begins a new instance with it. */
export async function openEarlier(case_id: string): Promise<Opened | null> {
  const shelf = own.get()?.shelf
  const found = await shelf?.read<Earlier>('earlier', case_id)
  if (!shelf || !found) return null
  const files = await Promise.all(
    found.files.map(async ({ name, type, blob }) => {
      const bytes = await shelf.bytes(blob)
      return bytes && new File([bytes], name, { type })
    }),
  )
  return { xml: found.xml, files: files.filter(file => file !== null) }
}
