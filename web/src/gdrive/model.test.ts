import { expect, test } from 'vitest'
import { addressOf, endingOf, faceOf, placeOf, sortOf, stemLength } from './model'

test('[AC1] an address leads to a place or to none', () => {
  expect(placeOf('', '')).toEqual({ kind: 'home' })
  expect(placeOf('f/abc', '')).toEqual({ kind: 'folder', id: 'abc' })
  expect(placeOf('trash', '')).toEqual({ kind: 'trash' })
  expect(placeOf('search', '예산')).toEqual({ kind: 'search', query: '예산' })
  expect(placeOf('f/', '')).toBeNull()
  expect(placeOf('elsewhere', '')).toBeNull()
})

test('a document opens in the web office, anything else in the drive', () => {
  expect(addressOf({ id: 'a', kind: 'document' })).toBe('/office/d/a')
  expect(addressOf({ id: 'a', kind: 'file' })).toBe('/drive/f/a')
})

test('[TR2] renaming keeps the ending of a file', () => {
  expect(stemLength({ kind: 'file', name: '계획.hwpx' })).toBe(2)
  expect(stemLength({ kind: 'file', name: '.env' })).toBe(4)
  expect(stemLength({ kind: 'folder', name: '1.0' })).toBe(3)
})

test('people know files by their ending', () => {
  expect(endingOf('계획.hwpx')).toBe('HWPX')
  expect(endingOf('이름뿐')).toBe('')
  expect(faceOf({ kind: 'file', media_type: 'application/hwp+zip' }).look).toBe('text')
  expect(faceOf({ kind: 'folder', media_type: '' }).look).toBe('folder')
})

test('an order that nobody offers is the order of names', () => {
  expect(sortOf('-size')).toBe('-size')
  expect(sortOf('constructor')).toBe('name')
  expect(sortOf(null)).toBe('name')
})
