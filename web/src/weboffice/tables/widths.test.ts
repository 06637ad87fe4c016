import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { addColumnAfter } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import { expect, test, vi } from 'vitest'
import {
  prosemirrorToYXmlFragment,
  updateYFragment,
  yXmlFragmentToProseMirrorRootNode,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { schema } from '../text/schema'
import { columnEdges, evenColumns, widen } from './columns'
import { tableFace } from './face'
import { setShares, sharesOf, withEdgeMoved } from './widths'

type Weights = number[] | null

function table(...rows: Weights[][]): Node {
  const cell = (colwidth: Weights, column: number) => {
    const line = schema.node('paragraph', null, [schema.text(`열 ${column}`)])
    return schema.node('table_cell', { colwidth, colspan: colwidth?.length || 1 }, [line])
  }
  const made = rows.map(row => schema.node('table_row', null, row.map(cell)))
  return schema.node('table', null, made)
}

function state(of: Node, at = 4): EditorState {
  const doc = schema.node('doc', null, [of, schema.node('paragraph')])
  return EditorState.create({ doc, selection: TextSelection.create(doc, at) })
}

const rounded = (shares: number[] | null) => shares?.map(share => Math.round(share * 1000) / 1000)

test('[TX16] of each column the first cell that names it decides, others are of the mean width', () => {
  expect(sharesOf(table([null, null]))).toBeNull()
  expect(rounded(sharesOf(table([[100, 300], [200]], [[9], [9], [9]])))).toEqual([
    0.167, 0.5, 0.333,
  ])
  expect(rounded(sharesOf(table([null, [100], [300]])))).toEqual([0.333, 0.167, 0.5])
  expect(sharesOf(table([[-1], [Number.NaN]], [[0], [1e9]]))).toBeNull()
})

test('[TX16] an edge goes between its two columns and neither vanishes', () => {
  expect(rounded(withEdgeMoved([0.5, 0.3, 0.2], 0, 0.1))).toEqual([0.6, 0.2, 0.2])
  expect(rounded(withEdgeMoved([0.5, 0.3, 0.2], 1, 9))).toEqual([0.5, 0.46, 0.04])
  expect(rounded(withEdgeMoved([0.5, 0.3, 0.2], 0, -9))).toEqual([0.04, 0.76, 0.2])
  expect(withEdgeMoved([0.02, 0.98], 0, -0.1)).toEqual([0.02, 0.98])
  expect(withEdgeMoved([0.5, 0.5], 1, 0.1)).toEqual([0.5, 0.5])
})

test('[TX16] by keys a column takes from its neighbour, and all are made even again', () => {
  let now = state(table([null, null], [null, null]))
  const act = (command: ReturnType<typeof widen>) =>
    command(now, tr => {
      now = now.apply(tr)
    })
  expect(evenColumns(now)).toBe(false)
  expect(act(widen(1))).toBe(true)
  expect(rounded(sharesOf(now.doc.child(0)))).toEqual([0.52, 0.48])
  act(widen(-1))
  act(widen(-1))
  expect(rounded(sharesOf(now.doc.child(0)))).toEqual([0.48, 0.52])
  expect(act(evenColumns)).toBe(true)
  expect(rounded(sharesOf(now.doc.child(0)))).toEqual([0.5, 0.5])
  expect(widen(1)(state(table([null])))).toBe(false)
})

test('[TX16] one makes a column wider while another adds one: both is there, for both', () => {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  prosemirrorToYXmlFragment(
    state(table([null, null], [null, null])).doc,
    docs[0].getXmlFragment('t'),
  )
  Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]))
  const now = (doc: Y.Doc) => yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment('t'), schema)
  const write = (doc: Y.Doc, act: (state: EditorState) => Node) => {
    const meta = { mapping: new Map(), isOMark: new Map() }
    updateYFragment(doc, doc.getXmlFragment('t'), act(state(now(doc).child(0))), meta)
  }
  write(docs[0], ({ tr }) => {
    setShares(tr, 0, [0.75, 0.25])
    return tr.doc
  })
  write(docs[1], before => {
    let after = before.doc
    addColumnAfter(before, tr => {
      after = tr.doc
    })
    return after
  })
  Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]))
  Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]))
  for (const doc of docs) {
    expect(rounded(sharesOf(now(doc).child(0)))).toEqual([0.5, 0.333, 0.167])
  }
})

test('[TX16] the sheet shows columns as wide as the cells say', () => {
  const view = new EditorView(document.createElement('div'), {
    state: state(table([[250], [750]])),
    nodeViews: { table: tableFace },
  })
  const widths = () => [...view.dom.querySelectorAll('col')].map(({ style }) => style.width)
  expect(widths()).toEqual(['25%', '75%'])
  const { tr } = view.state
  setShares(tr, 0, null)
  view.dispatch(tr)
  expect(widths()).toEqual([])
  view.destroy()
})

test('[TX16] an edge that is dragged stays where it was let go; Escape lets it be', () => {
  const { DOMRect } = globalThis
  const rect = DOMRect ? new DOMRect(0, 0, 100, 20) : { left: 0, right: 100, width: 100 }
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(rect as DOMRect)
  const mount = document.body.appendChild(document.createElement('div'))
  const { doc } = state(table([null, null], [null, null]))
  const view = new EditorView(mount, {
    state: EditorState.create({ doc, plugins: [columnEdges()] }),
    nodeViews: { table: tableFace },
  })
  const widths = () => [...view.dom.querySelectorAll('col')].map(({ style }) => style.width)
  const mouse = (type: string, clientX: number, buttons = 1) => {
    const target = type === 'mousedown' ? view.dom.querySelector('td') : window
    target?.dispatchEvent(new MouseEvent(type, { clientX, buttons, bubbles: true }))
  }
  mouse('mousedown', 98)
  mouse('mousemove', 118)
  expect(widths()).toEqual(['70%', '30%'])
  mouse('mouseup', 118, 0)
  expect(widths()).toEqual(['70%', '30%'])
  expect(rounded(sharesOf(view.state.doc.child(0)))).toEqual([0.7, 0.3])
  mouse('mousedown', 98)
  mouse('mousemove', 78)
  expect(widths()).toEqual(['50%', '50%'])
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  expect(widths()).toEqual(['70%', '30%'])
  view.destroy()
  mount.remove()
})
