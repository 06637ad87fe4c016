import { expect, it, vi } from 'vitest'
import type { UploadNode } from '../engine/node'
import { formOf, noMedia } from '../engine/small-form'
import { inMemory } from '../memory'
import type { Fix, Parcel } from '../ports'
import { openSheet, type Sheet, type SheetOptions } from './sheet'

const XML = formOf([
  {
    name: 'front',
    type: 'binary',
    body: '<upload ref="/data/front" mediatype="image/*"><label>정면</label></upload>',
  },
])
const PHOTO = new File(['bytes'], 'front & back.jpg', { type: 'image/jpeg' })

const KNOWN = {
  name: PHOTO.name,
  sha256_original: '',
  sha256: '',
  size_bytes: PHOTO.size,
  captured_at: '',
  place: null,
}

function photoOf(sheet: Sheet): UploadNode {
  return sheet.root.currentState.children[0] as unknown as UploadNode
}

async function taken(options: SheetOptions): Promise<Sheet> {
  const sheet = await openSheet(options)
  await sheet.attach(photoOf(sheet), PHOTO, KNOWN)
  await sheet.save()
  return sheet
}

async function handed(sheet: Sheet): Promise<Parcel> {
  const take = vi.fn(async (_: Parcel) => undefined)
  await sheet.handOver(take)
  return take.mock.calls[0]?.[0] as Parcel
}

it('[FC4] a photo of before the window was lost is handed over with the rest', async () => {
  const options = { form: { xml: XML, media: noMedia }, store: inMemory() }
  await taken(options)
  const again = await openSheet(options)
  const { files, xml } = await handed(again)
  expect(files.map(({ name }) => name)).toEqual([PHOTO.name])
  expect(xml).toContain('front &amp; back.jpg')
})

it('hands over a photo once, and not one that another took the place of', async () => {
  const options = { form: { xml: XML, media: noMedia }, store: inMemory() }
  const sheet = await taken(options)
  expect((await handed(sheet)).files).toHaveLength(1)
  const again = await openSheet(options)
  const other = new File(['other'], 'other.jpg', { type: 'image/jpeg' })
  await again.attach(photoOf(again), other, { ...KNOWN, name: other.name })
  expect((await handed(again)).files.map(({ name }) => name)).toEqual(['other.jpg'])
})

const HERE = {
  latitude: 37.5,
  longitude: 127,
  altitude: null,
  accuracy: 12,
  at: '2030-01-07T00:01:00Z',
}

it('[FC8] a photo is kept before its place, goes with a place that came late, and leaves no draft', async () => {
  const store = inMemory()
  const save = vi.spyOn(store, 'save')
  const sheet = await openSheet({ form: { xml: XML, media: noMedia }, store })
  let come: (place: Fix) => void = () => undefined
  await sheet.attach(photoOf(sheet), PHOTO, KNOWN, new Promise(done => (come = done)))
  expect(sheet.evidenceOf(PHOTO.name)?.noPlace).toBe('searching')
  await sheet.save()
  expect((await store.load())?.files).toHaveLength(1)
  const sent = handed(sheet)
  come(HERE)
  expect((await sent).evidence[0]?.place).toEqual(HERE)
  const saved = save.mock.calls.length
  sheet.locate(PHOTO.name, Promise.resolve('unavailable'))
  await sheet.save()
  expect(save.mock.calls.length).toBe(saved)
})

it('[FC8] a photo without a place says why, and gets one that is looked for again', async () => {
  const sheet = await openSheet({ form: { xml: XML, media: noMedia }, store: inMemory() })
  await sheet.attach(photoOf(sheet), PHOTO, KNOWN, Promise.resolve('denied'))
  await vi.waitFor(() => expect(sheet.evidenceOf(PHOTO.name)?.noPlace).toBe('denied'))
  expect(sheet.placeless()).toBe(1)
  sheet.locate(PHOTO.name, Promise.resolve(HERE))
  await vi.waitFor(() => expect(sheet.evidenceOf(PHOTO.name)?.place).toEqual(HERE))
  expect(sheet.evidenceOf(PHOTO.name)?.noPlace).toBeUndefined()
  expect(sheet.placeless()).toBe(0)
})

it('[FC8] a search that died with its page is over when the sheet is opened again', async () => {
  const options = { form: { xml: XML, media: noMedia }, store: inMemory() }
  const sheet = await openSheet(options)
  let come: (place: Fix) => void = () => undefined
  await sheet.attach(photoOf(sheet), PHOTO, KNOWN, new Promise(done => (come = done)))
  await sheet.save()
  sheet.close()
  come(HERE)
  await vi.waitFor(() => expect(sheet.evidenceOf(PHOTO.name)?.place).toEqual(HERE))
  const again = await openSheet(options)
  expect(again.evidenceOf(PHOTO.name)?.noPlace).toBe('unavailable')
  again.locate(PHOTO.name, Promise.resolve(HERE))
  await vi.waitFor(() => expect(again.evidenceOf(PHOTO.name)?.place).toEqual(HERE))
})

it('[FC8] a place that comes after sending failed is saved, also where it came while sending', async () => {
  const store = inMemory()
  const sheet = await openSheet({ form: { xml: XML, media: noMedia }, store })
  const place = async () => (await store.load())?.draft.evidence[0]?.place
  await sheet.attach(photoOf(sheet), PHOTO, KNOWN)
  const refused = sheet.handOver(async () => {
    sheet.locate(PHOTO.name, Promise.resolve(HERE))
    await vi.waitFor(() => expect(sheet.evidenceOf(PHOTO.name)?.place).toEqual(HERE))
    throw new Error('no room')
  })
  await expect(refused).rejects.toThrow('no room')
  await vi.waitFor(async () => expect(await place()).toEqual(HERE))
  const there = { ...HERE, accuracy: 3 }
  sheet.locate(PHOTO.name, Promise.resolve(there))
  await vi.waitFor(async () => expect(await place()).toEqual(there))
})
