import { expect, test } from 'vitest'
import { filesOf, isPlace, preview, releasedIn, withFile } from './files'
import { difference, RELEASED, type Recipe } from './state'

const file = (path: string, text: string) => ({
  path,
  text,
  digest: `of ${text}`,
  size_bytes: text.length,
  is_open: true,
})
const recipe = (values: Partial<Recipe>): Recipe =>
  ({ parts: [], added: [], dropped: [], files: [], shipped: [], edits: [], ...values }) as never

test('what says no other than the release is no change', () => {
  const at = recipe({ files: [file('/a', 'one')] })
  const changed = withFile(at, RELEASED, '/a', 'two')
  expect(changed.files).toEqual([{ path: '/a', text: 'two', over: 'of one' }])
  expect(withFile(at, changed, '/a', 'one').files).toEqual([])
  expect(withFile(at, RELEASED, '/b', null).files).toEqual([])
})

test('files are shown with what is wished of them, and so is what will be saved', () => {
  const before = recipe({ files: [file('/a', 'one'), file('/b', 'one')] })
  let wished = withFile(before, RELEASED, '/a', 'two')
  wished = withFile(before, wished, '/b', null)
  wished = withFile(before, wished, '/c', 'three')
  expect(filesOf(before, wished).map(({ path, mark }) => [path, mark])).toEqual([
    ['/a', 'changed'],
    ['/b', 'gone'],
    ['/c', 'added'],
  ])
  const { files } = difference(before, preview(before, wished))
  expect(files.map(({ path, change, now }) => [path, change, now])).toEqual([
    ['/a', 'changed', 'two'],
    ['/b', 'gone', null],
    ['/c', 'added', 'three'],
  ])
  expect(difference(before, preview(before, RELEASED)).files).toEqual([])
})

test('a file that the release changed since is told', () => {
  const edits = [{ path: '/a', text: 'mine', over: 'of older' }]
  const at = recipe({ files: [file('/a', 'mine')], shipped: [file('/a', 'newer')], edits })
  expect(releasedIn(at).get('/a')?.text).toBe('newer')
  const [shown] = filesOf(at, { ...RELEASED, files: edits })
  expect(shown?.newer).toBe('newer')
  const kept = withFile(at, { ...RELEASED, files: edits }, '/a', 'mine')
  expect(filesOf(at, kept)[0]?.newer).toBeNull()
})

test('a path lies in a place and leads nowhere else', () => {
  const places = ['/etc/xdg/']
  expect(['/etc/xdg/a', '/etc/xdg/a/b.conf'].every(path => isPlace(path, places))).toBe(true)
  const none = ['/etc/passwd', '/etc/xdg/', '/etc/xdg/../a', '/etc/xdg/.a', '/etc/xdg/a b']
  expect(none.some(path => isPlace(path, places))).toBe(false)
})
