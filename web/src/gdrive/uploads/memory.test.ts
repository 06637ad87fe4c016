import { beforeEach, expect, test } from 'vitest'
import { markOf, recall, remember } from './memory'

const file = { name: '보고서.hwpx', size: 10, lastModified: 5 }
const wish = { target: 'folder', file }

beforeEach(() => localStorage.clear())

test('[UP1] a file is known again after the page was reloaded', () => {
  remember(markOf(wish), '/api/drive/uploads/1')
  expect(recall(markOf({ ...wish, file: { ...file } }))).toBe('/api/drive/uploads/1')
})

test('[UP1] another file of the same name and size is another file', () => {
  remember(markOf(wish), '/api/drive/uploads/1')
  expect(recall(markOf({ ...wish, file: { ...file, lastModified: 6 } }))).toBeNull()
  expect(recall(markOf({ ...wish, target: 'elsewhere' }))).toBeNull()
})

test('[UP1] what cannot be read is forgotten', () => {
  localStorage.setItem('onmaru.uploads', '{')
  expect(recall(markOf(wish))).toBeNull()
})
