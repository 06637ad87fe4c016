import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { tableEditingKey } from 'prosemirror-tables'
import { expect, test } from 'vitest'
import { ySyncPluginKey } from 'y-prosemirror'
import { headRows, joinedRows } from '../pages/layout'
import { schema } from '../text/schema'
import { cells } from './cells'

function line(text: string): Node {
  return schema.node('paragraph', null, text ? [schema.text(text)] : [])
}

function row(kind: 'table_header' | 'table_cell', tall = 1): Node {
  const cell = (text: string) => schema.node(kind, { rowspan: tall }, [line(text)])
  return schema.node('table_row', null, [cell('가'), cell('나')])
}

function page(before: string): Node {
  const table = schema.node('table', null, [row('table_cell'), row('table_cell')])
  return schema.node('doc', null, [line(before), table, line('')])
}

function dragging(): EditorState {
  const state = EditorState.create({ doc: page('일정'), plugins: [cells()] })
  return state.apply(state.tr.setMeta(tableEditingKey, 6))
}

/** As the binding writes what others did: the whole document anew. */
function theirs(state: EditorState, doc: Node): EditorState {
  const tr = state.tr.replaceWith(0, state.doc.content.size, doc.content)
  return state.apply(tr.setMeta(ySyncPluginKey, { isChangeOrigin: true }))
}

test('[TX15] cells that one drags over go on being chosen while another writes', () => {
  const state = dragging()
  expect(tableEditingKey.getState(theirs(state, page('추진 일정')))).toBe(9)
  expect(tableEditingKey.getState(theirs(state, page('일')))).toBe(5)
})

test('[TX15] where another took the table away, nothing is dragged any more', () => {
  const gone = schema.node('doc', null, [line('일정'), line('')])
  expect(tableEditingKey.getState(theirs(dragging(), gone))).toBeNull()
})

test('[PG3] heading rows are those at the top, whole', () => {
  const table = (...rows: Node[]) => schema.node('table', null, rows)
  const [head, body] = [row('table_header'), row('table_cell')]
  expect(headRows(table(head, head, body))).toHaveLength(2)
  expect(headRows(table(body, head))).toHaveLength(0)
  expect(headRows(table(head))).toHaveLength(0)
  expect(headRows(table(row('table_header', 2), body))).toHaveLength(0)
})

test('[PG3] heading rows and those that a merged cell reaches into stay together', () => {
  const table = (...rows: Node[]) => schema.node('table', null, rows)
  const plain = row('table_cell')
  expect([...joinedRows(table(plain, plain, plain), 2)]).toEqual([0, 1])
  expect([...joinedRows(table(plain, row('table_cell', 3), plain, plain, plain), 0)]).toEqual([
    1, 2,
  ])
  expect(joinedRows(table(row('table_cell', 7), ...Array(7).fill(plain)), 0).size).toBe(0)
  expect(joinedRows(table(plain, row('table_cell', 2)), 0).size).toBe(0)
})
