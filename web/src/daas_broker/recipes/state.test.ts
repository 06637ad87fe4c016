import { expect, test } from 'vitest'
import {
  difference,
  isSame,
  moved,
  namesIn,
  packagesOf,
  passages,
  RELEASED,
  type Recipe,
} from './state'

function recipe(values: Partial<Recipe>): Recipe {
  const parts = [
    { name: 'base', packages: ['ibus'] },
    { name: 'internet', packages: ['firefox-esr', 'chromium'] },
  ]
  return { parts, added: [], dropped: [], files: [], ...values } as Recipe
}
const file = (path: string, digest: string, text: string | null = digest) => ({
  path,
  digest,
  size_bytes: 1,
  text,
  is_open: true,
})

test('what was changed counts, and nothing counts twice', () => {
  expect(packagesOf(recipe({ added: ['vlc', 'ibus'], dropped: ['firefox-esr'] }))).toEqual([
    'chromium',
    'ibus',
    'vlc',
  ])
})

test('two recipes differ in packages and in files', () => {
  const before = recipe({ files: [file('/a', '1'), file('/b', '1'), file('/c', '1')] })
  const now = recipe({
    added: ['vlc'],
    dropped: ['chromium'],
    files: [file('/a', '1'), file('/b', '2', null), file('/d', '1')],
  })
  expect(difference(before, now)).toEqual({
    added: ['vlc'],
    dropped: ['chromium'],
    files: [
      { path: '/b', change: 'changed', before: '1', now: null },
      { path: '/c', change: 'gone', before: '1', now: null },
      { path: '/d', change: 'added', before: null, now: '1' },
    ],
  })
  expect(difference(now, now)).toEqual({ added: [], dropped: [], files: [] })
})

test('of a file only what changed is shown, with what stands next to it', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, place) => `${place}`).join('\n')
  expect(passages(`${lines(9)}\nold\n`, `${lines(9)}\nnew\n`)).toEqual([
    { kind: 'same', lines: ['0', '1', '⋯', '7', '8'] },
    { kind: 'gone', lines: ['old'] },
    { kind: 'added', lines: ['new'] },
  ])
})

test('several names may be typed or pasted at once', () => {
  expect(namesIn(' vlc, gimp\nfile-roller ')).toEqual(['vlc', 'gimp', 'file-roller'])
  const added = (...names: readonly string[]) => ({ ...RELEASED, added: names })
  expect(isSame(added('a', 'b'), added('b', 'a'))).toBe(true)
  expect(isSame(added('a'), { ...RELEASED, dropped: ['a'] })).toBe(false)
})

test('what two people wish at once is neither lost nor overwritten', () => {
  const text = (path: string, text: string) => ({ path, text, over: '' })
  const before = { added: ['a', 'b'], dropped: [], files: [text('/1', 'old'), text('/2', 'old')] }
  const mine = { added: ['b', 'c'], dropped: ['x'], files: [text('/1', 'mine'), text('/2', 'old')] }
  const theirs = { added: ['a', 'b', 'd'], dropped: [], files: [text('/2', 'new')] }
  expect(moved(before, mine, theirs)).toEqual({
    added: ['b', 'd', 'c'],
    dropped: ['x'],
    files: [text('/2', 'new'), text('/1', 'mine')],
  })
})
