import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { CellSelection, mergeCells, TableMap } from 'prosemirror-tables'
import { describe, expect, it } from 'vitest'
import { nodes, schema } from '../text/schema'
import { isHead, splitAmongHeads } from './heads'

const { table, table_row: row, table_cell: cell, table_header: head } = schema.nodes

/** H is a heading, c is not: a word a row. */
function made(...rows: readonly string[]): EditorState {
  const line = () => nodes.paragraph.create({ id: null })
  const all = rows.map(signs => {
    const cells = [...signs].map(sign => (sign === 'H' ? head : cell)?.create(null, line()) as Node)
    return row?.create(null, cells) as Node
  })
  const doc = schema.node('doc', null, [table?.create(null, all) as Node, nodes.paragraph.create()])
  return EditorState.create({ doc, selection: TextSelection.create(doc, 4) })
}

function shape({ doc }: EditorState): string {
  const found = doc.firstChild as Node
  return found.children
    .map(one => one.children.map(each => (isHead(each) ? 'H' : 'c')).join(''))
    .join(' ')
}

/** Merges from one place to another and splits it again. */
function there(start: EditorState, [fromY, fromX]: number[], [toY, toX]: number[]): string {
  const map = TableMap.get(start.doc.firstChild as Node)
  const at = (y = 0, x = 0) => 1 + (map.map[y * map.width + x] ?? 0)
  let state = start
  const act = (tr: typeof state.tr) => {
    state = state.apply(tr)
  }
  act(state.tr.setSelection(CellSelection.create(state.doc, at(fromY, fromX), at(toY, toX))))
  expect(mergeCells(state, act)).toBe(true)
  expect(splitAmongHeads(state, act)).toBe(true)
  return shape(state)
}

describe('a cell that was merged and is split again [TX17]', () => {
  it('gives headings to the heading row alone', () => {
    expect(there(made('HHH', 'ccc', 'ccc'), [0, 0], [1, 1])).toBe('HHH ccc ccc')
    expect(there(made('HHH', 'ccc', 'ccc'), [0, 1], [2, 1])).toBe('HHH ccc ccc')
  })

  it('is headings in a heading row that it filled, and in two', () => {
    expect(there(made('HHH', 'ccc'), [0, 0], [0, 2])).toBe('HHH ccc')
    expect(there(made('HHH', 'HHH', 'ccc'), [0, 0], [1, 0])).toBe('HHH HHH ccc')
  })

  it('gives headings to the heading column alone', () => {
    expect(there(made('Hcc', 'Hcc', 'Hcc'), [1, 0], [1, 1])).toBe('Hcc Hcc Hcc')
    expect(there(made('Hcc', 'Hcc'), [0, 0], [1, 0])).toBe('Hcc Hcc')
  })

  it('of no headings has none', () => {
    expect(there(made('HHH', 'ccc', 'ccc'), [1, 0], [2, 1])).toBe('HHH ccc ccc')
  })
})
