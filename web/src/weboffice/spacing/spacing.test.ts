import { DOMParser, DOMSerializer, type Node } from 'prosemirror-model'
import { AllSelection, type Command, EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { setAlign } from '../text/commands'
import { nodes, schema } from '../text/schema'
import { chosenFace, setSize, setTracking, stepTracking } from '../typeface/commands'
import { leadingOf, trackingOf } from './bounds'
import { chosenLeading, setLeading, stepLeading } from './leading'

const line = (text: string, attrs = {}) =>
  nodes.paragraph.create({ id: text, ...attrs }, text ? schema.text(text) : null)
const doc = schema.node('doc', null, [line('추진 계획', { form: 'h1' }), line('본문 글자')])
const whole = () => EditorState.create({ doc, selection: new AllSelection(doc) })

function acted(state: EditorState, ...acts: Command[]): EditorState {
  let next = state
  for (const act of acts) {
    act(next, tr => {
      next = next.apply(tr)
    })
  }
  return next
}

function drawn(of: Node): HTMLElement {
  const page = document.createElement('div')
  page.append(DOMSerializer.fromSchema(schema).serializeFragment(of.content))
  return page
}

describe('the spacing of lines', () => {
  it('is set in percent, by tens from where they stand, and taken away again', () => {
    const set = acted(whole(), setLeading(130))
    expect(chosenLeading(set)).toBe(130)
    expect(chosenLeading(acted(set, stepLeading(1), stepLeading(1)))).toBe(150)
    expect(chosenLeading(acted(whole(), stepLeading(-1)))).toBe(170)
    expect(acted(set, setLeading(null)).doc.eq(doc)).toBe(true)
    const some = EditorState.create({ doc, selection: TextSelection.create(doc, 9) })
    const one = acted(some, setLeading(200))
    expect(chosenLeading(one.apply(one.tr.setSelection(new AllSelection(one.doc))))).toBeUndefined()
  })

  it('begins in a cell from where lines stand in one', () => {
    const { table, table_row: row, table_cell: cell } = schema.nodes
    const held = cell?.create(null, line('칸')) as Node
    const form = schema.node('doc', null, [table?.create(null, row?.create(null, held)) as Node])
    const state = EditorState.create({ doc: form, selection: TextSelection.create(form, 4) })
    expect(chosenLeading(acted(state, stepLeading(-1)))).toBe(150)
  })

  it('is drawn by the view alone, and read back, of items as well', () => {
    const item = line('배경', { form: 'outline', align: 'center', leading: 180 })
    const made = schema.node('doc', null, [item])
    const page = drawn(made)
    expect(page.querySelector<HTMLElement>('[data-leading="180"]')?.style.lineHeight).toBe('1.8')
    const back = DOMParser.fromSchema(schema).parse(page).firstChild
    expect(back?.attrs).toMatchObject({ form: 'outline', align: 'center', leading: 180 })
  })
})

describe('the spacing of letters', () => {
  it('is a percent of their size, whatever that is', () => {
    const state = acted(whole(), setSize(20), setTracking(-5))
    expect(chosenFace(state)).toMatchObject({ size: 20, tracking: -5 })
    const spaced = drawn(state.doc).querySelector<HTMLElement>('[data-size] [data-tracking="-5"]')
    expect(spaced?.style.letterSpacing).toBe('-0.05em')
    expect(DOMParser.fromSchema(schema).parse(drawn(state.doc)).textContent).toBe(doc.textContent)
  })

  it('goes by a percent, and is gone where it comes back to nothing', () => {
    const state = acted(whole(), stepTracking(1))
    expect(chosenFace(state).tracking).toBe(1)
    expect(acted(state, stepTracking(-1)).doc.eq(doc)).toBe(true)
  })
})

it('items stand at the left, in the middle and at the right', () => {
  const items = schema.node('doc', null, [line('배경', { form: 'bullet' })])
  const state = EditorState.create({ doc: items, selection: TextSelection.create(items, 1) })
  expect(acted(state, setAlign('right')).doc.firstChild?.attrs.align).toBe('right')
})

it('what anybody may have written has bounds', () => {
  expect([leadingOf(49), leadingOf('180'), leadingOf(''), leadingOf({}), leadingOf(501)]).toEqual([
    null,
    180,
    null,
    null,
    null,
  ])
  expect([trackingOf(-51), trackingOf('-5'), trackingOf(0), trackingOf(Number.NaN)]).toEqual([
    null,
    -5,
    null,
    null,
  ])
})
