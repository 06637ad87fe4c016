import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { newBrowserKey, newWrappedKey, randomBytes, stretchPin, wrappingKey } from '../store/cipher'
import { findRegistered, register } from '../store/registry'
import { type Change, type Kind, openShelf, type Shelf } from '../store/shelf'
import { leavePhone } from './leave'
import { goneAtSignOut, lastId, unsentWork } from './unsent'

const KINDS = 'blob card draft earlier fact file form medium op paper parcel sent visit'
  .split(' ')
  .map(kind => kind as Kind)

function put(kind: Kind, id: string, more: object = {}): Change {
  return { kind, id, value: { id, ...more } }
}

function visit(id: string, more: object = {}): Change {
  const plain = { assignment_id: `a-${id}`, title: id, startedAt: 1, endedAt: 2, form: null }
  return put('visit', id, { ...plain, ...more })
}

function card(of: string): Change {
  return { kind: 'card', id: `a-${of}`, value: { assignment: { id: `a-${of}` } } }
}

function op(id: string, of: string, standing = 'waiting'): Change {
  return { kind: 'op', id, value: { op: { id, visit_id: of }, title: of, standing, code: '' } }
}

function blob(id: string): Change {
  return { kind: 'blob', id, bytes: randomBytes(4) }
}

const form = (key: string, sha256: string): Change[] => [
  put('form', `${key}/1`, { xml: '', files: [{ name: 'list.csv', type: 'text/csv', sha256 }] }),
  put('medium', sha256),
  blob(`form.${sha256}`),
]

/** What was read and sent: nothing of it is anybody's work. */
const READ: readonly Change[] = [
  card('done'),
  visit('done', { answersOp: '5' }),
  { kind: 'fact', id: 'day', value: { at: 1 } },
  put('sent', '5', { submission_id: 's5' }),
  ...form('old', 'cc'),
  { kind: 'earlier', id: 'c9', value: { case_id: 'c9', files: [{ blob: 'e9' }] } },
  blob('e9'),
  put('paper', 'done', { said: '', signed: {}, isTold: true }),
  // Nobody was there: the sheet that had been begun is opened by nobody.
  visit('absent'),
  { kind: 'draft', id: 'absent', value: {} },
  // The suite has what is held.
  op('4', 'done', 'held'),
]

async function idsOf(shelf: Shelf): Promise<Partial<Record<Kind, string[]>>> {
  const found = await Promise.all(KINDS.map(async kind => [kind, await shelf.ids(kind)] as const))
  return Object.fromEntries(found.filter(([, ids]) => ids.length > 0))
}

const LASTING = ['lastId', 'papers']

describe('signing out', () => {
  let shelf: Shelf

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory()
    shelf = await openShelf('p', await newBrowserKey())
  })

  it('[FO13] leaves nothing of what was only read or was sent', async () => {
    await shelf.write(READ)
    expect((await unsentWork(shelf)).visits.size).toBe(0)
    await shelf.write(await goneAtSignOut(shelf))
    expect(await idsOf(shelf)).toEqual({ fact: LASTING })
  })

  it('[FO13] leaves a sheet that was begun, with its photos, form and place', async () => {
    await shelf.write([
      ...READ,
      card('open'),
      visit('open', {
        endedAt: null,
        form: { key: 'new', version: '1', title: '' },
        corrects: 'c1',
      }),
      { kind: 'draft', id: 'open', value: {} },
      put('file', 'open.1'),
      blob('open.1'),
      ...form('new', 'dd'),
      { kind: 'earlier', id: 'c1', value: { case_id: 'c1', files: [{ blob: 'e1' }] } },
      blob('e1'),
    ])
    await shelf.write(await goneAtSignOut(shelf))
    expect(await idsOf(shelf)).toEqual({
      fact: LASTING,
      card: ['a-open'],
      visit: ['open'],
      draft: ['open'],
      file: ['open.1'],
      form: ['new/1'],
      medium: ['dd'],
      earlier: ['c1'],
      blob: ['e1', 'form.dd', 'open.1'],
    })
  })

  it('[FO13] leaves what waits for a line, and what was refused', async () => {
    await shelf.write([
      ...READ,
      card('told'),
      visit('told', { answersOp: '7' }),
      op('7', 'told', 'rejected'),
      visit('photo', { answersOp: '6' }),
      put('sent', '6', { submission_id: 's6' }),
      put('parcel', 'q', { op_id: '6', blob: 'photo.1' }),
      blob('photo.1'),
      card('signed'),
      visit('signed', { answersOp: '3' }),
      put('sent', '3', { submission_id: 's3' }),
      put('paper', 'signed', { said: '', signed: { citizen: 'signed.9' } }),
      blob('signed.9'),
    ])
    expect((await unsentWork(shelf)).visits.size).toBe(3)
    await shelf.write(await goneAtSignOut(shelf))
    expect(await idsOf(shelf)).toEqual({
      fact: LASTING,
      op: ['7'],
      visit: ['photo', 'signed', 'told'],
      sent: ['3', '6'],
      parcel: ['q'],
      paper: ['signed'],
      card: ['a-signed'],
      blob: ['photo.1', 'signed.9'],
    })
  })

  it('[FO10] counts provisional papers and operations on from where they were', async () => {
    await shelf.write(READ)
    await shelf.write(await goneAtSignOut(shelf))
    await shelf.write([put('paper', 'next', { said: '', signed: {} }), op('2', 'next')])
    await shelf.write(await goneAtSignOut(shelf))
    expect(await shelf.read('fact', 'papers')).toBe(2)
    expect(await lastId(shelf)).toBe('5')
  })
})

describe('signing out past a locked pocket', () => {
  async function locked(changes: readonly Change[]): Promise<Shelf> {
    globalThis.indexedDB = new IDBFactory()
    const salt = randomBytes(32)
    const wrapping = await wrappingKey(await stretchPin('135790', salt), randomBytes(32))
    const pin = { salt, wrapped: await newWrappedKey(wrapping) }
    const lease = { key: wrapping, share: pin.wrapped, until: Number.MAX_VALUE, tries: 0 }
    const own = { id: 'p', person: 'haneul', name: '김하늘', pin, passkey: null, lease, seen: 0 }
    await register(own)
    await register({ ...own, id: 'q', person: 'sol' })
    const shelf = await openShelf('p', await newBrowserKey())
    await shelf.write(changes)
    return shelf
  }

  it('[FO13] needs the server to open it again, and what is left goes then', async () => {
    const shelf = await locked([...READ, op('7', 'told')])
    await leavePhone('haneul')
    expect(await findRegistered('p')).toMatchObject({ lease: null, isSignedOut: true })
    expect(await shelf.ids('op')).toContain('7')
    expect((await findRegistered('q'))?.lease).not.toBeNull()
  })

  it('[FO13] empties it at once where nothing was written', async () => {
    const shelf = await locked([
      card('done'),
      visit('done'),
      put('sent', '5'),
      ...form('old', 'cc'),
    ])
    await leavePhone('haneul')
    expect(await idsOf(shelf)).toEqual({})
  })
})
