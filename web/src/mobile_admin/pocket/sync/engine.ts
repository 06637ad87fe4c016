/**
 * Tells what is kept: operations first, they are small, then the photos that they name. It may be
 * stopped anywhere and begins again where it was: the server counts everything once [FO4] [FO8].
 */
import type { Shelf } from '../store/shelf'
import { type Clock, type KeptOp, type KeptParcel, measured, type Sent } from './model'
import type { Answer, OwnHeldWorks, ParcelProgress, Receipt, SentBackWorks } from './wire'

export interface Post {
  dispatch(operations: readonly KeptOp['op'][]): Promise<Answer<Dispatched>>
  ownHeld(): Promise<Answer<OwnHeldWorks>>
  sentBack(): Promise<Answer<SentBackWorks>>
  announce(parcel: KeptParcel): Promise<Answer<ParcelProgress>>
  append(parcel: string, offset: number, bytes: Blob): Promise<Answer<ParcelProgress>>
}

export interface Dispatched {
  readonly receipts: readonly Receipt[]
  readonly now: string
}

/** `idle`: all that could be told was told. */
export type End =
  | { readonly kind: 'idle' }
  | { readonly kind: 'away'; readonly waitMs?: number }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'gone' }

const MOST_OPS = 200
const MOST_LETTERS = 700_000 // a letter of Hangul is three bytes, and the server takes three million
export const PIECE_BYTES = 256 * 1024
const MOST_ANNOUNCEMENTS = 5
const SPOILED = new Set(['invalid', 'unstorable', 'dispatch_too_large', 'bad_request'])
const KEPT_MS = 24 * 3_600_000

export class Engine {
  constructor(
    private readonly shelf: Shelf,
    private readonly post: Post,
    private readonly changed: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  async run(): Promise<End> {
    const told = await this.tell()
    if (told.kind !== 'idle') return told
    const sent = await this.send()
    if (sent.kind === 'idle') await this.tidy()
    if (sent.kind === 'idle') await this.hear()
    return sent
  }

  /** Also with nothing to tell: it measures the clock and hears of a revocation. */
  private async tell(): Promise<End> {
    let most = MOST_OPS
    for (;;) {
      const waiting = (await this.shelf.list<KeptOp>('op')).filter(isToTell)
      const batch = fitting(waiting, most)
      const answer = await this.post.dispatch(batch.map(({ op }) => op))
      if (answer.kind === 'ok') {
        await this.noteClock(measured(answer.value.now, answer.tookMs, this.now()))
        await this.settle(batch, answer.value.receipts)
        if (batch.length === waiting.length) return { kind: 'idle' }
      } else if (answer.kind === 'refused' && isSpoiled(batch, answer.code)) {
        most = await this.halve(batch, answer.code)
      } else return endOf(answer)
    }
  }

  /** One of them spoils the dispatch: which one, halving finds out. */
  private async halve(batch: readonly KeptOp[], code: string): Promise<number> {
    if (batch.length > 1) return Math.ceil(batch.length / 2)
    await this.mark(batch, code)
    return MOST_OPS
  }

  private async noteClock(clock: Clock): Promise<void> {
    await this.shelf.write([{ kind: 'fact', id: 'clock', value: clock }])
  }

  private async mark(batch: readonly KeptOp[], code: string): Promise<void> {
    await this.shelf.write(
      batch.map(kept => {
        const value: KeptOp = { ...kept, standing: 'rejected', code }
        return { kind: 'op', id: kept.op.id, value }
      }),
    )
    this.changed()
  }

  private async settle(batch: readonly KeptOp[], receipts: readonly Receipt[]): Promise<void> {
    if (batch.length === 0) return
    const parcels = await this.shelf.list<KeptParcel>('parcel')
    for (const receipt of receipts) {
      const kept = batch.find(({ op }) => op.id === receipt.op_id)
      if (kept) await this.settleOne(kept, receipt, parcels)
    }
    this.changed()
  }

  /** What was told and what waited for it change together. */
  private async settleOne(
    kept: KeptOp,
    receipt: Receipt,
    parcels: readonly KeptParcel[],
  ): Promise<void> {
    const { id } = kept.op
    if (kept.standing === 'held') {
      const value: KeptOp = { ...kept, submission_id: receipt.submission_id }
      return this.shelf.write([{ kind: 'op', id, value }])
    }
    const outcome = receipt.was ?? receipt.outcome
    if (outcome === 'conflict' || outcome === 'rejected') {
      const value: KeptOp = { ...kept, standing: outcome, code: receipt.code }
      return this.shelf.write([{ kind: 'op', id, value }])
    }
    const named = parcels.filter(parcel => parcel.op_id === id && receipt.submission_id)
    const sent: Sent = {
      id,
      title: kept.title,
      kind: kept.op.kind,
      size: kept.op.xml?.length ?? 0,
      at: this.now(),
      outcome,
      submission_id: receipt.submission_id,
    }
    await this.shelf.write([
      // What is held stays to be seen, and is not told again.
      outcome === 'held'
        ? { kind: 'op', id, value: heldOf(kept, receipt) }
        : { kind: 'op', id, gone: true },
      { kind: 'sent', id, value: sent },
      ...named.map(parcel => ({
        kind: 'parcel' as const,
        id: parcel.id,
        value: { ...parcel, submission_id: receipt.submission_id },
      })),
    ])
  }

  private async send(): Promise<End> {
    for (const parcel of await this.shelf.list<KeptParcel>('parcel')) {
      const submission_id = await this.submissionOf(parcel)
      if (parcel.standing !== 'waiting' || submission_id === null) continue
      const end = await this.sendOne({ ...parcel, submission_id })
      if (end.kind !== 'idle') return end
      this.changed()
    }
    return { kind: 'idle' }
  }

  /** What was added while its answers were being told hears of them here. */
  private async submissionOf(parcel: KeptParcel): Promise<string | null> {
    if (parcel.submission_id !== null) return parcel.submission_id
    return (await this.shelf.read<Sent>('sent', parcel.op_id))?.submission_id ?? null
  }

  private async sendOne(parcel: KeptParcel): Promise<End> {
    const bytes = await this.shelf.bytes(parcel.blob)
    if (bytes === null) return this.giveUp(parcel, 'bytes_missing')
    for (let tries = 0; tries < MOST_ANNOUNCEMENTS; tries += 1) {
      const announced = await this.post.announce(parcel)
      if (announced.kind === 'refused') return this.giveUp(parcel, announced.code)
      if (announced.kind !== 'ok') return announced
      const end = await this.sendFrom(parcel, new Blob([bytes]), announced.value)
      if (end !== 'again') return end
    }
    return { kind: 'away' }
  }

  /** `again` where the server stands elsewhere than was thought, or has begun anew. */
  private async sendFrom(
    parcel: KeptParcel,
    bytes: Blob,
    announced: ParcelProgress,
  ): Promise<End | 'again'> {
    let at = announced
    while (!at.is_done) {
      const piece = bytes.slice(at.offset_bytes, at.offset_bytes + PIECE_BYTES)
      const answer = await this.post.append(announced.id, at.offset_bytes, piece)
      if (answer.kind === 'refused') return 'again'
      if (answer.kind !== 'ok') return answer
      at = answer.value
      const value: KeptParcel = { ...parcel, there: at.offset_bytes }
      if (!at.is_done) await this.shelf.write([{ kind: 'parcel', id: parcel.id, value }])
      this.changed()
    }
    await this.finish(parcel)
    return { kind: 'idle' }
  }

  /** The drive has it: the phone lets go of it. */
  private async finish(parcel: KeptParcel): Promise<void> {
    const sent: Sent = {
      id: parcel.id,
      title: parcel.title,
      kind: 'photo',
      size: parcel.size,
      at: this.now(),
      outcome: 'applied',
      submission_id: parcel.submission_id,
    }
    await this.shelf.write([
      { kind: 'parcel', id: parcel.id, gone: true },
      { kind: 'blob', id: parcel.blob, gone: true },
      { kind: 'file', id: parcel.blob, gone: true },
      { kind: 'sent', id: parcel.id, value: sent },
    ])
  }

  private async giveUp(parcel: KeptParcel, code: string): Promise<End> {
    const value: KeptParcel = { ...parcel, standing: 'rejected', code }
    await this.shelf.write([{ kind: 'parcel', id: parcel.id, value }])
    this.changed()
    return { kind: 'idle' }
  }

  /** What became of what was held; where nobody says so now, it is asked at the next turn [AS10]. */
  private async hear(): Promise<void> {
    const held = await this.post.ownHeld()
    if (held.kind === 'ok') await this.note('ownHeld', held.value.works)
    const back = await this.post.sentBack()
    if (back.kind === 'ok') await this.note('sentBack', back.value.works.map(namesOf)) // [FO16]
  }

  private async note(id: string, value: readonly unknown[]): Promise<void> {
    const before = await this.shelf.read<readonly unknown[]>('fact', id)
    if (JSON.stringify(before ?? []) === JSON.stringify(value)) return
    await this.shelf.write([{ kind: 'fact', id, value }])
    this.changed()
  }

  private async tidy(): Promise<void> {
    const old = (await this.shelf.list<Sent>('sent')).filter(({ at }) => at < this.now() - KEPT_MS)
    if (old.length > 0)
      await this.shelf.write(old.map(({ id }) => ({ kind: 'sent', id, gone: true })))
  }
}

/** What is said of it with the day, with its answers and photos, is not kept twice. */
const namesOf = ({ case_id, submission_id, at }: SentBackWorks['works'][number]) => ({
  case_id,
  submission_id,
  at,
})

function isSpoiled(batch: readonly KeptOp[], code: string): boolean {
  return batch.length > 0 && SPOILED.has(code)
}

/** Where somebody else is signed in, to them there is no such pocket. */
function endOf(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): End {
  if (answer.kind !== 'refused') return answer
  return { kind: answer.code === 'not_found' ? 'stranger' : 'away' }
}

function heldOf(kept: KeptOp, { code, submission_id }: Receipt): KeptOp {
  return { ...kept, standing: 'held', code, submission_id }
}

/** Answers that an earlier release kept as held without their submission: the server says it again. */
function isToTell({ op, standing, submission_id }: KeptOp): boolean {
  const isUnknown = standing === 'held' && op.kind === 'answers' && submission_id === undefined
  return standing === 'waiting' || isUnknown
}

/** As many from the front as fit; the first one always. */
function fitting(waiting: readonly KeptOp[], most: number): readonly KeptOp[] {
  let letters = 0
  const end = waiting.findIndex((kept, at) => {
    letters += JSON.stringify(kept.op).length
    return at === most || (at > 0 && letters > MOST_LETTERS)
  })
  return end < 0 ? waiting : waiting.slice(0, end)
}
