import { Fragment, type Node, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { settle } from '../suggest/settle'
import { suggested } from '../suggest/transform'
import { nodes, schema } from '../text/schema'
import { withFirstForm } from './first-line'

const line = (text: string, attrs = {}) =>
  nodes.paragraph.create(attrs, text ? schema.text(text) : null)
const slice = (...lines: Node[]) => new Slice(Fragment.from(lines), 1, 1)
const REPORT = slice(
  line('추진 계획', { form: 'h2', align: 'center' }),
  line('배경', { form: 'outline' }),
)

/** The caret stands in the line with this number. */
function stateOf(at: number, ...lines: Node[]): EditorState {
  const doc = schema.node('doc', null, lines)
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.nodeSize, 0)
  return EditorState.create({ doc, selection: TextSelection.create(doc, start + 1) })
}

const said = (doc: Node) =>
  doc.children.map(one => [one.attrs.form, one.attrs.align, one.textContent])

test('[TX8] a blank line becomes the first of several that are pasted, and keeps its name', () => {
  const state = stateOf(1, line('앞'), line('', { id: 'x' }), line('뒤'))
  const made = withFirstForm(state, REPORT)
  expect(made && said(made.doc)).toEqual([
    ['text', null, '앞'],
    ['h2', 'center', '추진 계획'],
    ['outline', null, '배경'],
    ['text', null, '뒤'],
  ])
  expect(made?.doc.child(1).attrs.id).toBe('x')
  expect(made?.selection.$head.parent.textContent).toBe('배경')
})

test('[TX8] a line with words or a form of its own keeps that, and one line alone is only text', () => {
  expect(withFirstForm(stateOf(0, line('글')), REPORT)).toBeNull()
  expect(withFirstForm(stateOf(0, line('', { form: 'bullet' })), REPORT)).toBeNull()
  expect(withFirstForm(stateOf(0, line('')), slice(line('제목', { form: 'h1' })))).toBeNull()
})

test('[SG1] suggested, the blank line comes back when it is rejected', () => {
  const state = stateOf(1, line('앞'), line('', { id: 'x' }))
  const made = withFirstForm(state, REPORT)
  if (!made) throw new Error('not pasted')
  const pen = { stamp: { id: 's1', by: 'kim', at: 1 } }
  const after = state.apply(suggested(state, made, pen))
  expect(said(after.doc)[1]).toEqual(['h2', 'center', '추진 계획'])
  const { tr } = EditorState.create({ doc: after.doc })
  expect(settle(tr, { verdict: 'reject', on: () => true }).doc.eq(state.doc)).toBe(true)
})
