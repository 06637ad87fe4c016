import { DOMParser, DOMSerializer } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { plainText } from '../text/plain'
import { schema } from '../text/schema'
import { readInset } from './model'

const chart = schema.node('inset', {
  key: 'abc123',
  what: 'chart',
  text: '분기별 예산',
  width: 120,
  height: 70,
})
const doc = schema.node('doc', null, [
  schema.node('paragraph', null, [schema.text('앞 '), chart, schema.text(' 뒤')]),
])

test('[FM10] an inset that is cut and pasted is the same one', () => {
  const body = document.createElement('div')
  body.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content))
  const again = DOMParser.fromSchema(schema).parse(body)
  expect(again.firstChild?.child(1).attrs).toEqual(chart.attrs)
  expect(again.textContent).toBe('앞  뒤')
})

test('[FM10] what another client wrote of an inset is taken within bounds', () => {
  const read = readInset({ key: '../x', what: 'script', text: 7, width: Number.NaN, height: 9e9 })
  expect(read).toEqual({
    key: '',
    what: 'unknown',
    text: '',
    picture: null,
    width: null,
    height: 400,
  })
})

test('[FM10] in plain text an inset is what can be said of it', () => {
  expect(plainText(doc)).toBe('앞 [분기별 예산] 뒤')
})
