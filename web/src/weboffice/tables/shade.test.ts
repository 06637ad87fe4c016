import { DOMParser, DOMSerializer, type Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, it } from 'vitest'
import { nodes, schema } from '../text/schema'
import { isDark, setShade, setStand, shadeOf } from './shade'

const { table, table_row: row, table_cell: cell } = schema.nodes

it('shades the cell with the caret, and stands its lines at its top', () => {
  const one = cell?.create(null, nodes.paragraph.create()) as Node
  const doc = schema.node('doc', null, [table?.create(null, row?.create(null, [one, one])) as Node])
  let state = EditorState.create({ doc, selection: TextSelection.create(doc, 4) })
  const act = (tr: typeof state.tr) => {
    state = state.apply(tr)
  }
  setShade('#fff3bf')(state, act)
  setStand('top')(state, act)
  const page = document.createElement('div')
  page.append(DOMSerializer.fromSchema(schema).serializeFragment(state.doc.content))
  const [first, second] = page.querySelectorAll('td')
  expect([first?.dataset.fill, first?.dataset.stand]).toEqual(['#fff3bf', 'top'])
  expect(first?.style.getPropertyValue('--fill')).toBe('#fff3bf')
  expect(second?.dataset.fill).toBeUndefined()
  const back = DOMParser.fromSchema(schema).parse(page)
  expect(back.eq(state.doc)).toBe(true)
})

it('takes only what is a colour', () => {
  expect([shadeOf('#FFF'), shadeOf('red; x: y'), shadeOf(3), shadeOf('#0b50d0')]).toEqual([
    null,
    null,
    null,
    '#0b50d0',
  ])
  expect([isDark('#0b2a5c'), isDark('#fff3bf')]).toEqual([true, false])
})
