import { DOMParser, DOMSerializer } from 'prosemirror-model'
import { expect, it } from 'vitest'
import { schema } from './schema'

function read(html: string) {
  const page = document.createElement('div')
  page.innerHTML = html
  return DOMParser.fromSchema(schema).parse(page)
}

function written(html: string): string {
  const page = document.createElement('div')
  page.append(DOMSerializer.fromSchema(schema).serializeFragment(read(html).content))
  return page.innerHTML
}

it('sets text justified where nobody said otherwise, and keeps a left that somebody chose', () => {
  const aligns = (html: string) => read(html).children.map(({ attrs }) => attrs.align)
  expect(aligns('<p>ㄱ</p><p style="text-align: justify">ㄴ</p>')).toEqual([null, null])
  expect(aligns('<p data-align="left">ㄱ</p><h2 data-align="right">ㄴ</h2>')).toEqual([
    'left',
    'right',
  ])
  expect(written('<p data-align="left">ㄱ</p><p>ㄴ</p>')).toBe(
    '<p data-align="left">ㄱ</p><p>ㄴ</p>',
  )
})
