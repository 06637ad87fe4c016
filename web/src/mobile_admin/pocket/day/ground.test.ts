import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { own } from '../own'
import { newBrowserKey } from '../store/cipher'
import { openShelf, type Shelf } from '../store/shelf'
import { fetchGround, readMap, withoutGround } from './ground'

const CITY = { lat: 37.5665, lon: 126.978 }
const FAR = { lat: 35.18, lon: 129.07 }
let shelf: Shelf
let asked: string[] = []

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  shelf = await openShelf('p1', await newBrowserKey())
  own.set({ pocket: { id: 'p1', name: '' }, shelf, runner: { soon: () => undefined } } as never)
})

/** A suite whose map has that revision, and whose line ends after so many squares. */
function served(revision: string, most = Number.POSITIVE_INFINITY): void {
  asked = []
  vi.stubGlobal('fetch', async (path: string) => {
    const headers = { 'X-Onmaru-Zone': 'work', 'X-Onmaru-Map': revision }
    if (!String(path).includes('/tiles/'))
      return Response.json({ revision, sources: ['한빛시'], bounds: null }, { headers })
    if (asked.length >= most) throw new TypeError('no line')
    asked.push(String(path))
    return new Response(new Uint8Array([1, 2]), { headers })
  })
}

it('[MP5] lies around the places of the day, and is fetched once', async () => {
  served('r1')
  expect(await fetchGround(shelf, [CITY])).toBe(true)
  const first = asked.length
  expect(first).toBeGreaterThan(1)
  expect(first).toBeLessThan(16)
  expect(Object.keys((await readMap(shelf)).squares)).toHaveLength(first)
  served('r1')
  expect(await fetchGround(shelf, [CITY])).toBe(true)
  expect(asked).toEqual([])
})

it('[MP5] goes on where the line was cut', async () => {
  served('r1', 3)
  expect(await fetchGround(shelf, [CITY])).toBe(false)
  const all = Object.keys((await readMap(shelf)).squares)
  expect(all).toHaveLength(3)
  served('r1')
  expect(await fetchGround(shelf, [CITY])).toBe(true)
  expect(asked.some(path => all.some(id => path.endsWith(id)))).toBe(false)
})

it('[MP4] is another one where the agency has another', async () => {
  served('r1')
  await fetchGround(shelf, [CITY])
  const before = asked.length
  served('r2')
  expect(await fetchGround(shelf, [CITY])).toBe(true)
  expect(asked).toHaveLength(before)
  expect(await shelf.ids('blob')).toHaveLength(before)
  served('')
  await fetchGround(shelf, [CITY])
  expect(await shelf.ids('blob')).toEqual([])
})

it('[MP5] leaves the phone with the places that it lay around, and with the day', async () => {
  served('r1')
  await fetchGround(shelf, [CITY])
  await fetchGround(shelf, [FAR])
  expect(await shelf.ids('blob')).toHaveLength(Object.keys((await readMap(shelf)).squares).length)
  await shelf.write(await withoutGround(shelf))
  expect(await shelf.ids('blob')).toEqual([])
  expect((await readMap(shelf)).revision, 'what the map is called stays').toBe('r1')
})

it('[MP5] nothing that stands open says where one goes', async () => {
  served('r1')
  await fetchGround(shelf, [CITY])
  const open = [...(await shelf.ids('blob')), ...(await shelf.ids('fact'))].join(' ')
  for (const id of Object.keys((await readMap(shelf)).squares)) expect(open).not.toContain(id)
})

it('[MP5] what somebody else answers is no map', async () => {
  served('r1')
  vi.stubGlobal('fetch', async () => new Response('<html>sign in to the café</html>'))
  expect(await fetchGround(shelf, [CITY])).toBe(false)
  expect(await shelf.ids('blob')).toEqual([])
})
