import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { countOf } from '../queue/count'
import { newBrowserKey, randomBytes, sha256 } from '../store/cipher'
import { freshId } from '../store/ids'
import { openShelf, type Shelf } from '../store/shelf'
import { type Dispatched, Engine, PIECE_BYTES, type Post } from './engine'
import { type KeptOp, type KeptParcel, measured, type Sent } from './model'
import type { Answer, OwnHeldWorks, ParcelProgress, Receipt, SentBackWorks } from './wire'

const NOW = '2030-01-07T00:00:00Z'

/** Keeps as mobile_admin/dispatches and parcels do; `cuts` says which calls lose what. */
class Server implements Post {
  readonly ops = new Map<string, string>()
  readonly files = new Map<string, number[]>()
  readonly refuses = new Map<string, Receipt['outcome']>()
  calls = 0
  told = 0
  bytes = 0
  cuts: (call: number) => 'before' | 'after' | null = () => null
  spoiled = ''

  private met<T>(act: () => T): Answer<T> {
    this.calls += 1
    const cut = this.cuts(this.calls)
    if (cut === 'before') return { kind: 'away' }
    const value = act()
    return cut === 'after' ? { kind: 'away' } : { kind: 'ok', value, tookMs: 2 }
  }

  async dispatch(operations: readonly KeptOp['op'][]): Promise<Answer<Dispatched>> {
    if (operations.some(({ id }) => id === this.spoiled))
      return { kind: 'refused', code: 'invalid', facts: {} }
    this.told += operations.length
    return this.met(() => ({ receipts: operations.map(op => this.take(op)), now: NOW }))
  }

  private take(op: KeptOp['op']): Receipt {
    const plain = { op_id: op.id, was: null, code: '', submission_id: null }
    const refused = this.refuses.get(op.id)
    if (refused && refused !== 'held') return { ...plain, outcome: refused, code: 'why' }
    const submission_id = op.kind === 'answers' ? `s-${op.id}` : null
    const outcome = refused ?? 'applied'
    if (this.ops.has(op.id)) return { ...plain, outcome: 'duplicate', was: outcome, submission_id }
    this.ops.set(op.id, JSON.stringify(op))
    return { ...plain, outcome, submission_id }
  }

  held: OwnHeldWorks['works'] = []

  async ownHeld(): Promise<Answer<OwnHeldWorks>> {
    return { kind: 'ok', value: { works: this.held }, tookMs: 1 }
  }

  back: SentBackWorks['works'] = []

  async sentBack(): Promise<Answer<SentBackWorks>> {
    return { kind: 'ok', value: { works: this.back }, tookMs: 1 }
  }

  async announce(parcel: KeptParcel): Promise<Answer<ParcelProgress>> {
    return this.met(() => this.progress(parcel.id, parcel.size))
  }

  private progress(id: string, size: number): ParcelProgress {
    this.sizes.set(id, size)
    const kept = this.files.get(id) ?? []
    return { id, offset_bytes: kept.length, is_done: kept.length === size }
  }

  private readonly sizes = new Map<string, number>()

  async append(id: string, offset: number, piece: Blob): Promise<Answer<ParcelProgress>> {
    const data = [...new Uint8Array(await piece.arrayBuffer())]
    const kept = this.files.get(id) ?? []
    if (kept.length !== offset) return { kind: 'refused', code: 'offset_mismatch', facts: {} }
    this.bytes += data.length
    return this.met(() => {
      this.files.set(id, [...kept, ...data])
      return this.progress(id, this.sizes.get(id) ?? 0)
    })
  }
}

async function visit(shelf: Shelf, photo: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const visit_id = freshId()
  const op = (kind: KeptOp['op']['kind'], more: object): KeptOp => ({
    op: {
      id: freshId(),
      kind,
      visit_id,
      assignment_id: null,
      did_at: NOW,
      offset_ms: 0,
      uncertainty_ms: 1,
      ...more,
    },
    title: '온마루 식당',
    standing: 'waiting',
    code: '',
  })
  const start = op('start', {})
  const answers = op('answers', { xml: '<data/>' })
  const end = op('end', { result: 'visited' })
  const blob = freshId()
  const parcel: KeptParcel = {
    id: freshId(),
    op_id: answers.op.id,
    title: '온마루 식당',
    name: 'front.jpg',
    sha256: await sha256(photo),
    size: photo.length,
    blob,
    taken_at: NOW,
    place: null,
    submission_id: null,
    there: 0,
    standing: 'waiting',
    code: '',
  }
  await shelf.write([
    ...[start, answers, end].map(value => ({ kind: 'op' as const, id: value.op.id, value })),
    { kind: 'parcel', id: parcel.id, value: parcel },
    { kind: 'blob', id: blob, bytes: photo },
  ])
  return [start.op.id, answers.op.id, end.op.id, parcel.id]
}

describe('what is kept', () => {
  let shelf: Shelf
  let server: Server
  const engine = () => new Engine(shelf, server, () => undefined)
  const photo = randomBytes(60_000)

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory()
    shelf = await openShelf('p', await newBrowserKey())
    server = new Server()
  })

  it('is told and let go of, and nothing of it stays but that it went', async () => {
    const [, , , parcel] = await visit(shelf, photo)
    expect(await engine().run()).toEqual({ kind: 'idle' })
    expect([...server.ops.keys()]).toHaveLength(3)
    expect(server.files.get(parcel as string)).toEqual([...photo])
    expect(await shelf.list('op')).toEqual([])
    expect(await shelf.list('parcel')).toEqual([])
    expect(await shelf.list<Sent>('sent')).toHaveLength(4)
    expect((await shelf.read<{ offset_ms: number }>('fact', 'clock'))?.offset_ms).toBeDefined()
  })

  it('comes through every cut, before or after the server heard it, once each', async () => {
    for (const cut of ['before', 'after'] as const) {
      for (let at = 1; at <= 5; at += 1) {
        server = new Server()
        const ids = await visit(shelf, photo)
        server.cuts = call => (call === at ? cut : null)
        let end = await engine().run()
        for (let tries = 0; end.kind !== 'idle' && tries < 5; tries += 1) end = await engine().run()
        expect([...server.ops.keys()]).toEqual(ids.slice(0, 3))
        expect(server.files.get(ids[3] as string)).toEqual([...photo])
        expect(await shelf.list('op')).toEqual([])
      }
    }
  })

  it('sends no byte twice that the server has said it has', async () => {
    const big = new Uint8Array(2 * PIECE_BYTES + 999).map((_, at) => at % 251)
    await visit(shelf, big)
    server.cuts = call => (call % 3 === 0 ? 'after' : null)
    let end = await engine().run()
    for (let tries = 0; end.kind !== 'idle' && tries < 20; tries += 1) end = await engine().run()
    expect(server.bytes).toBe(big.length)
  })

  it('waits for a person where it is held or refused, and stops nothing else', async () => {
    const [start, answers, end] = await visit(shelf, photo)
    server.refuses.set(start as string, 'conflict').set(answers as string, 'held')
    await engine().run()
    expect([...server.ops.keys()]).toEqual([answers, end])
    const kept = await shelf.list<KeptOp>('op')
    expect(kept.map(({ standing }) => standing)).toEqual(['conflict', 'held'])
    expect(await shelf.list('parcel'), 'the photo of what is held is sent').toEqual([])
    const calls = server.calls
    await engine().run()
    expect(server.calls, 'only the clock is asked').toBe(calls + 1)
  })

  it('[AS10] hears what became of what was held, and keeps it', async () => {
    const [, answers] = await visit(shelf, photo)
    server.refuses.set(answers as string, 'held')
    await engine().run()
    const held = (await shelf.list<KeptOp>('op')).map(({ submission_id }) => submission_id)
    expect(held, 'it is known which').toEqual([`s-${answers}`])
    const told = { submission_id: `s-${answers}`, ruling: 'accepted', rev: 1 }
    server.held = [told as OwnHeldWorks['works'][number]]
    let changes = 0
    const hearing = new Engine(shelf, server, () => {
      changes += 1
    })
    await hearing.run()
    await hearing.run()
    expect([await shelf.read('fact', 'ownHeld'), changes]).toEqual([[told], 1])
  })

  it('[FO16] hears what was sent back, without fetching the day', async () => {
    const names = { case_id: 'case', submission_id: 'sent', at: '2030-01-07T00:00:00Z' }
    const said = { reason: '바닥을 다시', by: '이서준' }
    server.back = [{ ...names, ...said, form_key: 'door', version: '1', files: [] }]
    let changes = 0
    const hearing = new Engine(shelf, server, () => {
      changes += 1
    })
    await hearing.run()
    await hearing.run()
    expect([await shelf.read('fact', 'sentBack'), changes]).toEqual([[names], 1])
    server.back = []
    await hearing.run()
    expect(await shelf.read('fact', 'sentBack'), 'it was corrected').toEqual([])
  })

  it('[AS10] learns of what an earlier release held which submission it is', async () => {
    const [, answers, end] = await visit(shelf, photo)
    server.refuses.set(answers as string, 'held').set(end as string, 'held')
    await engine().run()
    const before = await shelf.list<KeptOp>('op')
    const old = before.map(({ submission_id: _, ...value }) => value)
    await shelf.write([
      ...old.map(value => ({ kind: 'op' as const, id: value.op.id, value })),
      { kind: 'sent', id: answers as string, gone: true },
    ])
    const ruled = { submission_id: `s-${answers}`, ruling: 'accepted', rev: 1 }
    server.held = [ruled as OwnHeldWorks['works'][number]]
    await engine().run()
    const ops = await shelf.list<KeptOp>('op')
    const kept = { ops, parcels: [], news: server.held }
    expect([ops.map(({ standing }) => standing), countOf(kept)]).toEqual([['held', 'held'], 1])
    expect(await shelf.read('sent', answers as string), 'it was not sent now').toBeNull()
    const told = server.told
    await engine().run()
    expect(server.told, 'asked once').toBe(told)
  })

  it('finds the one operation that spoils a dispatch', async () => {
    const ids = [...(await visit(shelf, photo)), ...(await visit(shelf, photo))]
    server.spoiled = ids[4] as string
    expect(await engine().run()).toEqual({ kind: 'idle' })
    const [left] = await shelf.list<KeptOp>('op')
    expect([left?.op.id, left?.standing]).toEqual([ids[4], 'rejected'])
    expect(server.ops.size).toBe(5)
  })

  it('is told in its order, in dispatches that fit', async () => {
    const xml = '가'.repeat(200_000)
    for (let at = 0; at < 7; at += 1) {
      const id = freshId()
      const op = {
        id,
        kind: 'answers' as const,
        visit_id: id,
        assignment_id: null,
        did_at: NOW,
        offset_ms: 0,
        uncertainty_ms: 1,
        xml,
      }
      const value: KeptOp = { op, title: '', standing: 'waiting', code: '' }
      await shelf.write([{ kind: 'op', id, value }])
    }
    await engine().run()
    expect([...server.ops.keys()]).toEqual([...server.ops.keys()].sort())
    expect([server.ops.size, server.calls]).toEqual([7, 3])
  })
})

describe('the clock', () => {
  it('is measured from the middle of asking and hearing', () => {
    const heard = Date.parse(NOW) - 60_000
    const clock = measured(NOW, 200, heard)
    expect([clock.offset_ms, clock.uncertainty_ms]).toEqual([60_100, 101])
  })
})
