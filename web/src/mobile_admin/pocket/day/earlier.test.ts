import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { own } from '../own'
import { newBrowserKey, sha256 } from '../store/cipher'
import { openShelf, type Shelf } from '../store/shelf'
import { type Earlier, fetchEarlier, openEarlier, unfetched } from './earlier'

const PHOTO = new TextEncoder().encode('a photo')
let shelf: Shelf

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  shelf = await openShelf('p1', await newBrowserKey())
  own.set({ pocket: { id: 'p1', name: '' }, shelf, runner: { soon: () => undefined } } as never)
})

/** The submissions that are to be corrected, the first of case c1; `lost` are not to be had. */
async function served(
  submissions: readonly string[],
  { lost = '', said = { reason: '바닥을 다시', by: '이서준', at: '2030-01-07T00:00:00Z' } } = {},
): Promise<void> {
  const file = { name: 'front.jpg', sha256: await sha256(PHOTO), size_bytes: PHOTO.length }
  const works = submissions.map((submission_id, at) => ({
    case_id: `c${at + 1}`,
    submission_id,
    form_key: 'f1',
    version: '1',
    files: [file],
    ...said,
  }))
  vi.stubGlobal('fetch', async (path: string) => {
    const [, id] = /submissions\/([^/]+)/.exec(path) ?? []
    if (id && id === lost) throw new TypeError('no line')
    const body = path.endsWith('sent-back')
      ? JSON.stringify({ works })
      : path.endsWith('/xml')
        ? JSON.stringify({ form_key: 'f1', version: '1', xml: `<data id="${id}"/>` })
        : PHOTO
    return new Response(body, { headers: { 'X-Onmaru-Zone': 'work' } })
  })
}

it('[FS7] what was sent back again takes the place of what was sent back before', async () => {
  for (const id of ['s1', 's2']) {
    await served([id])
    expect((await fetchEarlier(shelf)).kind).toBe('ok')
    expect((await openEarlier('c1'))?.xml).toContain(id)
  }
  const [there] = await shelf.list<Earlier>('earlier')
  expect(await shelf.bytes(there?.files[0]?.blob ?? '')).toEqual(PHOTO)
  await served([])
  await fetchEarlier(shelf)
  expect(await openEarlier('c1')).toBe(null)
  expect(await shelf.list('blob')).toEqual([])
})

it('[FS7] where the line is lost in between, no photo is left of what was replaced', async () => {
  await served(['s1'])
  await fetchEarlier(shelf)
  await served(['s2', 's3'], { lost: 's3' })
  expect((await fetchEarlier(shelf)).kind).toBe('away')
  expect((await openEarlier('c1'))?.xml).toContain('s2')
  expect(await shelf.ids('blob')).toHaveLength(1)
})

it('[FO16] what was sent back is news until it lies here, and again when the correction is', () => {
  const first = { case_id: 'c1', submission_id: 's1' }
  const again = { case_id: 'c1', submission_id: 's2' }
  expect(unfetched([first], [])).toEqual([first])
  expect(unfetched([first], [first])).toEqual([])
  expect(unfetched([again], [first])).toEqual([again])
  expect(unfetched([], [first])).toEqual([])
  const forMore = { ...first, at: '2030-01-08T00:00:00Z' }
  expect(unfetched([forMore], [first])).toEqual([forMore])
  expect(unfetched([forMore], [forMore])).toEqual([])
})

it('[FO16] what is wanted lies here, and what is wanted of the same answers later', async () => {
  await served(['s1'])
  await fetchEarlier(shelf)
  const blob = (await shelf.list<Earlier>('earlier'))[0]?.files[0]?.blob
  const later = { reason: '사진도 다시', by: '정민호', at: '2030-01-08T00:00:00Z' }
  for (const said of [undefined, later]) {
    await served(['s1'], said ? { said } : {})
    await fetchEarlier(shelf)
    const [there] = await shelf.list<Earlier>('earlier')
    expect(there).toMatchObject(said ?? { reason: '바닥을 다시', by: '이서준' })
    expect(there?.files[0]?.blob, 'its photo was not fetched again').toBe(blob)
  }
})
