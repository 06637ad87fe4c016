import { expect, it } from 'vitest'
import type { UploadNode } from '../engine/node'
import { formOf, noMedia } from '../engine/small-form'
import { inMemory } from '../memory'
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

it('[FC4] a photo of before the window was lost is handed over with the rest', async () => {
  const options = { form: { xml: XML, media: noMedia }, store: inMemory() }
  await taken(options)
  const again = await openSheet(options)
  const { files, xml } = await again.parcel()
  expect(files.map(({ name }) => name)).toEqual([PHOTO.name])
  expect(xml).toContain('front &amp; back.jpg')
})

it('hands over a photo once, and not one that another took the place of', async () => {
  const options = { form: { xml: XML, media: noMedia }, store: inMemory() }
  const sheet = await taken(options)
  expect((await sheet.parcel()).files).toHaveLength(1)
  const again = await openSheet(options)
  const other = new File(['other'], 'other.jpg', { type: 'image/jpeg' })
  await again.attach(photoOf(again), other, { ...KNOWN, name: other.name })
  expect((await again.parcel()).files.map(({ name }) => name)).toEqual(['other.jpg'])
})
