import { expect, test } from 'vitest'
import { read, sha256 } from './evidence'

const said = {
  format: 'onmaru release 1',
  name: '안내문.txt',
  sha256: 'ab',
  reason: '회신',
  asked_at: '2030-01-07T00:00:00+00:00',
  approved_at: '2030-01-07T00:01:00+00:00',
  answer: '',
  asked_by: { name: 'ann', division: '과' },
  approved_by: { name: 'mary', division: '과' },
}
const file = (record: unknown) =>
  JSON.stringify({
    record: typeof record === 'string' ? record : JSON.stringify(record),
    signature: 'AA==',
  })

test('an evidence file is read, and its record stays letter for letter', () => {
  const found = read(file(said))
  expect(found?.said.name).toBe('안내문.txt')
  expect(found?.record).toBe(JSON.stringify(said))
})

test('what is no evidence is none', () => {
  for (const text of ['', '[]', 'null', '{}', file('x'), file({ ...said, format: 'other' })])
    expect(read(text)).toBeNull()
  expect(read(file({ ...said, asked_by: 'ann' }))).toBeNull()
  expect(read(file({ ...said, sha256: 7 }))).toBeNull()
})

test('a file is known by its hash', async () => {
  expect(await sha256(new Blob(['abc']))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
