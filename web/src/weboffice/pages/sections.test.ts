import type { Node } from 'prosemirror-model'
import { EditorState, Plugin, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin, yUndoPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { plainText } from '../text/plain'
import { schema } from '../text/schema'
import { undoingOf } from '../text/undoing'
import { backspaceAtBreak, pageBreak, type Scope, sectionsAt, setPages } from './section-acts'
import { sectionMarks } from './section-marks'
import { attrsOf, endsPage, frameOf, sectionAt, sectionsOf } from './sections'
import { type PageSettings, PageSetup, USUAL } from './settings'
import { stretchesOf } from './stretches'

const WIDE: PageSettings = { ...USUAL, turned: true, left: 15, header: '별지' }

function line(text: string, settings?: PageSettings): Node {
  const inset = settings ? [schema.node('inset', attrsOf(settings))] : []
  return schema.node('paragraph', null, [schema.text(text), ...inset])
}

const parted = schema.node('doc', null, [
  line('하나', USUAL),
  line('둘'),
  line('셋', WIDE),
  line('넷'),
])

test('[PG5] a section ends with the line that holds its break, the last one with the document', () => {
  const sections = sectionsOf(parted, { ...USUAL, footer: '끝' })
  expect(sections.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 3],
    [3, 4],
  ])
  expect(sections.map(one => one.settings)).toEqual([USUAL, WIDE, { ...USUAL, footer: '끝' }])
  expect([1, 6, 12].map(pos => sectionAt(parted, sections, pos))).toEqual([0, 1, 2])
})

test('[PG5] a break in the last line, or one that flows, begins no page', () => {
  const flowing = schema.node('inset', { ...attrsOf(USUAL), flow: true })
  const held = schema.node('paragraph', null, [schema.text('글'), flowing])
  const doc = schema.node('doc', null, [held, line('끝', WIDE)])
  expect(sectionsOf(doc, USUAL)).toHaveLength(1)
})

test('[PG5] a break of an older release lies as its words say', () => {
  const old = schema.node('inset', { what: 'section', key: 'k1', text: '297 × 210 mm' })
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [old]), line('끝')])
  expect(sectionsOf(doc, USUAL)[0]?.settings).toEqual({ ...USUAL, turned: true })
})

test('[PG5] pages of two widths share a frame, and each block knows its section', () => {
  expect(frameOf([USUAL, WIDE])).toEqual({ wide: 297, left: 15, right: 22 })
  const names = sectionMarks(parted, []).map(mark => mark.spec && mark.from)
  expect(names).toHaveLength(4)
  expect(sectionMarks(schema.node('doc', null, [line('하나')]), [])).toEqual([])
})

let ydoc: Y.Doc
let view: EditorView
let setup: PageSetup

function open(doc: Node): void {
  ydoc = new Y.Doc()
  const text = ydoc.getXmlFragment('text')
  setup = new PageSetup(ydoc)
  const made = initProseMirrorDoc(text, schema)
  const plugins = [
    ySyncPlugin(text, { mapping: made.mapping }),
    yUndoPlugin({ undoManager: undoingOf(text) }),
    new Plugin({}),
  ]
  const state = EditorState.create({ doc: made.doc, plugins })
  view = new EditorView(document.createElement('div'), { state })
  view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content))
  yUndoPluginKey.getState(view.state)?.undoManager.clear()
}

beforeEach(() =>
  open(
    schema.node(
      'doc',
      null,
      ['하나', '둘', '셋'].map(text => line(text)),
    ),
  ),
)
afterEach(() => view.destroy())

function put(scope: Scope, wanted: PageSettings, from: number, to = from): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
  setPages(view, setup, scope, wanted)
}

const told = () =>
  sectionsOf(view.state.doc, setup.settings.get()).map(({ from, to, settings }) => [
    to - from,
    settings.turned,
  ])

test('[PG5] from the caret on, pages lie across, and one step takes that back', () => {
  put('onward', WIDE, 2)
  expect(view.state.doc.childCount).toBe(4)
  expect(told()).toEqual([
    [1, false],
    [3, true],
  ])
  yUndoPluginKey.getState(view.state)?.undoManager.undo()
  expect(told()).toEqual([[3, false]])
  expect(setup.settings.get()).toEqual(USUAL)
})

test('[PG5] what is chosen alone lies across; what follows goes on as before', () => {
  put('chosen', { ...WIDE, start: 5 }, 5, 6)
  expect(told()).toEqual([
    [1, false],
    [1, true],
    [1, false],
  ])
  const [, chosen, rest] = sectionsOf(view.state.doc, setup.settings.get())
  expect([chosen?.settings.start, rest?.settings.start]).toEqual([5, 0])
})

test('[PG5] a cover counts once: what follows has no first page of its own', () => {
  setup.write({ first: true, start: 3 })
  put('onward', { ...USUAL, first: true, start: 3, turned: true }, 6)
  const [cover, rest] = sectionsOf(view.state.doc, setup.settings.get())
  expect([cover?.settings.first, cover?.settings.start]).toEqual([true, 3])
  expect([rest?.settings.first, rest?.settings.start]).toEqual([false, 0])
})

test('[PG5] for all sections only what was changed is set', () => {
  put('chosen', WIDE, 5, 6)
  const { sections, at } = sectionsAt(view, setup)
  setPages(view, setup, 'all', { ...(sections[at]?.settings ?? USUAL), footer: '대외 주의' })
  const found = sectionsOf(view.state.doc, setup.settings.get()).map(one => one.settings)
  expect(found.map(one => one.footer)).toEqual(Array(3).fill('대외 주의'))
  expect(found.map(one => one.turned)).toEqual([false, true, false])
})

test('[PG5] Backspace behind a break takes the break away and leaves the lines', () => {
  put('onward', WIDE, 6)
  expect(told()).toHaveLength(2)
  expect(backspaceAtBreak(view.state, view.dispatch)).toBe(true)
  expect(told()).toEqual([[3, true]])
  expect(view.state.doc.textContent).toBe('하나둘셋')
})

test('[PG6] a page ends where the caret is, and Backspace behind it joins the pages again', () => {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 2)))
  pageBreak(view.state, view.dispatch)
  expect(view.state.doc.children.map(endsPage)).toEqual([true, false, false, false])
  expect(plainText(view.state.doc)).toBe('하\n나\n둘\n셋')
  backspaceAtBreak(view.state, view.dispatch)
  expect(view.state.doc.children.some(endsPage)).toBe(false)
})

test('[ED18] columns for what is chosen begin no page, and what follows has those from before', () => {
  put('chosen', { ...USUAL, columns: 2, ruled: true }, 5, 6)
  expect(told()).toEqual([[3, false]])
  const counts = () => stretchesOf(view.state.doc, setup.settings.get()).map(one => one.columns)
  expect(counts()).toEqual([1, 2, 1])
  const { own } = sectionsAt(view, setup)
  expect([own.columns, own.ruled]).toEqual([2, true])
  yUndoPluginKey.getState(view.state)?.undoManager.stopCapturing()
  setPages(view, setup, 'here', { ...own, columns: 3, top: 30 })
  expect(counts()).toEqual([1, 3, 1])
  expect(setup.settings.get()).toMatchObject({ columns: 1, top: 30 })
  yUndoPluginKey.getState(view.state)?.undoManager.undo()
  expect(counts()).toEqual([1, 2, 1])
})

test('[ED18] a break of an older release says its columns in words', () => {
  const old = schema.node('inset', { what: 'section', text: '210 × 297 mm, 3', turned: false })
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [old]), line('끝')])
  expect(stretchesOf(doc, USUAL).map(one => one.columns)).toEqual([3, 1])
})

test('[PG5] two who set different things of one section keep both', () => {
  put('chosen', WIDE, 5, 6)
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc))
  const theirs = other.getXmlFragment('text').get(1) as Y.XmlElement
  const inset = theirs.toArray().find(one => one instanceof Y.XmlElement) as Y.XmlElement
  inset.setAttribute('footer', '남이 쓴 것')
  put('here', { ...WIDE, top: 40 }, 5)
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other))
  const found = sectionsOf(view.state.doc, setup.settings.get())[1]?.settings
  expect(found).toMatchObject({ top: 40, footer: '남이 쓴 것', turned: true })
})
