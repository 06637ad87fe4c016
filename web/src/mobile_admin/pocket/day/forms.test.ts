import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { own } from '../own'
import { newBrowserKey, sha256 } from '../store/cipher'
import { openShelf, type Shelf } from '../store/shelf'
import { type Forms, fetchForms, mediaOf, oldForms } from './forms'
import type { KeptForm } from './kept-form'

const LIST = new TextEncoder().encode('name,label\na,가\n')
const FORM = { key: 'f1', version: '1' }

async function known(): Promise<Forms> {
  const file = {
    name: 'towns.csv',
    kind: 'list',
    media_type: 'text/csv',
    sha256: await sha256(LIST),
    size_bytes: LIST.length,
    rows: 1,
  }
  const version = { version: '1', state: 'open', files: [file] }
  return { forms: [{ id: 'f1', versions: [version] }] } as unknown as Forms
}

let shelf: Shelf

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  shelf = await openShelf('p1', await newBrowserKey())
  own.set({ pocket: { id: 'p1', name: '' }, shelf, runner: { soon: () => undefined } } as never)
})

/** `cut` is what of it does not come. */
function served(cut = ''): void {
  vi.stubGlobal('fetch', async (path: string) => {
    if (cut && path.endsWith(cut)) throw new TypeError('no line')
    const body = path.endsWith('/xform') ? '<form/>' : LIST
    return new Response(body, { headers: { 'X-Onmaru-Zone': 'work' } })
  })
}

describe('a form with files', () => {
  it('[FO11] is there when its files are, and not before', async () => {
    served('towns.csv')
    expect(await fetchForms(shelf, [FORM], await known())).toBe(false)
    expect(await shelf.list('form')).toEqual([])
    served()
    expect(await fetchForms(shelf, [FORM], await known())).toBe(true)
    const [form] = await shelf.list<KeptForm>('form')
    if (!form) throw new Error('no form')
    expect(await (await mediaOf(form)('towns.csv'))?.text()).toContain('가')
    expect(await mediaOf(form)('other.csv')).toBe(null)
  })

  it('keeps its files as long as somebody needs it, and no longer', async () => {
    served()
    await fetchForms(shelf, [FORM], await known())
    expect(await oldForms(shelf, new Set(['f1/1']))).toEqual([])
    await shelf.write(await oldForms(shelf, new Set()))
    expect([await shelf.list('form'), await shelf.list('medium')]).toEqual([[], []])
    expect(await shelf.bytes(`form.${await sha256(LIST)}`)).toBe(null)
  })
})
