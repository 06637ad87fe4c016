import { Fragment, type Node, Slice } from 'prosemirror-model'
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { setShade } from '../tables/shade'
import { nodes, schema } from '../text/schema'
import { accepted } from './accepted'
import { suggestionsIn } from './list'
import { NotSuggestible } from './pen'
import { settle } from './settle'
import { edge } from './stamp'
import { suggested } from './transform'

let count = 0
const pen = (by = 'kim') => ({ stamp: { id: `s${++count}`, by, at: 1 } })
const line = (text: string, attrs = {}) =>
  nodes.paragraph.create({ id: text.slice(0, 2), ...attrs }, text ? schema.text(text) : null)
const docOf = (...lines: Node[]) => schema.node('doc', null, lines)
const stateOf = (doc: Node) => EditorState.create({ doc })
const texts = (doc: Node) => doc.children.map(node => node.textContent)

function act(state: EditorState, make: (tr: Transaction) => Transaction, by = 'kim'): EditorState {
  return state.apply(suggested(state, make(state.tr), pen(by)))
}

function ruled(doc: Node, verdict: 'accept' | 'reject', by?: string): Node {
  const { tr } = stateOf(doc)
  return settle(tr, { verdict, on: stamp => by === undefined || stamp.by === by }).doc
}

describe('suggesting', () => {
  it('adds letters under a mark, and one suggestion grows while it is typed [SG1]', () => {
    let state = act(stateOf(docOf(line('가나다'))), tr => tr.insertText('한', 2))
    state = act(state, tr => tr.insertText('글', 3))
    const found = suggestionsIn(state.doc)
    expect(found).toHaveLength(1)
    expect(found[0]?.acts).toEqual([{ kind: 'added', text: '한글' }])
    expect(texts(ruled(state.doc, 'accept'))).toEqual(['가한글나다'])
    expect(texts(ruled(state.doc, 'reject'))).toEqual(['가나다'])
  })

  it('strikes what is there and takes away what is its own', () => {
    let state = act(stateOf(docOf(line('가나다'))), tr => tr.insertText('X', 2))
    state = act(state, tr => tr.delete(1, 4))
    expect(texts(state.doc)).toEqual(['가나다'])
    expect(suggestionsIn(state.doc)[0]?.acts).toEqual([{ kind: 'struck', text: '가나' }])
    expect(texts(accepted(state.doc))).toEqual(['다'])
  })

  it('replaces a word by striking it and writing behind it, as one suggestion', () => {
    const state = act(stateOf(docOf(line('가나다라'))), tr => tr.insertText('한글', 2, 4))
    expect(texts(state.doc)).toEqual(['가나다한글라'])
    expect(suggestionsIn(state.doc)).toHaveLength(1)
    expect(texts(accepted(state.doc))).toEqual(['가한글라'])
    expect(state.selection.head).toBe(6)
  })

  it('splits and joins lines with a note at their edge', () => {
    const before = docOf(line('가나다라', { form: 'h1' }), line('마바'))
    const split = act(stateOf(before), tr => tr.split(3))
    expect(texts(split.doc)).toEqual(['가나', '다라', '마바'])
    expect(ruled(split.doc, 'reject').eq(before)).toBe(true)
    const joined = act(stateOf(before), tr => tr.join(6))
    expect(texts(joined.doc)).toEqual(['가나다라', '마바'])
    expect(texts(accepted(joined.doc))).toEqual(['가나다라마바'])
    expect(ruled(joined.doc, 'reject').eq(before)).toBe(true)
  })

  it('a new line and its letters are one suggestion', () => {
    let state = act(stateOf(docOf(line('가나'))), tr => tr.split(3))
    state = act(state, tr => tr.insertText('새 줄', 5))
    expect(suggestionsIn(state.doc).map(({ acts }) => acts.map(({ kind }) => kind))).toEqual([
      ['split', 'added'],
    ])
  })

  it.each([
    ['font', { name: '나눔명조' }, { name: '함초롬바탕' }],
    ['size', { pt: 20 }, { pt: 9 }],
    ['tracking', { percent: -5 }, { percent: 10 }],
  ])('%s of letters is a suggestion, and what they had comes back [SG1]', (name, first, other) => {
    const had = schema.text('가나', [schema.mark(name, first)])
    const before = docOf(nodes.paragraph.create({ id: 'a' }, [had, schema.text('다라')]))
    const state = act(stateOf(before), tr => tr.addMark(1, 4, schema.mark(name, other)))
    expect(suggestionsIn(state.doc)).toHaveLength(1)
    expect(ruled(state.doc, 'reject').eq(before)).toBe(true)
    const wanted = stateOf(before).tr.addMark(1, 4, schema.mark(name, other)).doc
    expect(ruled(state.doc, 'accept').eq(wanted)).toBe(true)
    const gone = act(stateOf(before), tr => tr.removeMark(1, 5, schema.marks[name]))
    expect(ruled(gone.doc, 'reject').eq(before)).toBe(true)
  })

  it('the spacing of a line is a suggestion, and what it was comes back [SG1]', () => {
    const before = docOf(line('가나', { leading: 130, form: 'outline', align: 'center' }))
    const state = act(stateOf(before), tr => tr.setNodeAttribute(0, 'leading', 200))
    expect(suggestionsIn(state.doc)).toHaveLength(1)
    expect(ruled(state.doc, 'reject').eq(before)).toBe(true)
    expect(act(state, tr => tr.setNodeAttribute(0, 'leading', 130)).doc.eq(before)).toBe(true)
  })

  it('says of letters and lines from what to what they are to look [SG7]', () => {
    const had = schema.text('가나', [schema.mark('size', { pt: 20 }), schema.mark('italic')])
    const before = docOf(nodes.paragraph.create({ id: 'a', align: 'center' }, [had]))
    let state = act(stateOf(before), tr =>
      tr.addMark(1, 3, schema.mark('font', { name: '나눔명조' })),
    )
    state = act(state, tr => tr.removeMark(1, 3, schema.marks.italic))
    state = act(state, tr => tr.removeMark(1, 3, schema.marks.size))
    state = act(state, tr => tr.setNodeAttribute(0, 'leading', 200))
    const acts = suggestionsIn(state.doc).flatMap(one => one.acts)
    expect(acts.find(one => one.kind === 'restyled')).toMatchObject({
      text: '가나',
      looks: [
        { what: 'italic', isOn: false },
        { what: 'font', before: null, after: '나눔명조' },
        { what: 'size', before: '20', after: null },
      ],
    })
    expect(acts.find(one => one.kind === 'reformed')).toMatchObject({
      text: '가나',
      looks: [{ what: 'leading', before: null, after: '200' }],
    })
  })

  it('the shade of a cell is refused, but in a table that one suggests oneself', () => {
    const { table, table_row: row, table_cell: cell } = schema.nodes
    const shaded = (edge: string | null) => {
      const doc = docOf(
        table?.create({ edge }, row?.create(null, cell?.create(null, line('칸')))) as Node,
      )
      const selection = TextSelection.create(doc, 4)
      const state = EditorState.create({ doc, selection })
      let made: Transaction | null = null
      setShade('#fff3bf')(state, tr => {
        made = suggested(state, tr, pen())
      })
      return (made as Transaction | null)?.doc.firstChild?.firstChild?.firstChild?.attrs.fill
    }
    expect(() => shaded(null)).toThrow(NotSuggestible)
    expect(shaded(edge('ins', { id: 's', by: 'kim', at: 1 }))).toBe('#fff3bf')
  })

  it('a form that was changed comes back, and is no suggestion once it is what it was', () => {
    const before = docOf(line('가나'))
    const state = act(stateOf(before), tr => tr.setNodeAttribute(0, 'form', 'h2'))
    expect(state.doc.firstChild?.attrs.form).toBe('h2')
    expect(ruled(state.doc, 'reject').eq(before)).toBe(true)
    const back = act(state, tr => tr.setNodeAttribute(0, 'form', 'text'))
    expect(suggestionsIn(back.doc)).toEqual([])
  })

  it('marks of letters come back as they were', () => {
    const before = docOf(line('가나다'))
    let state = act(stateOf(before), tr => tr.addMark(1, 3, schema.mark('bold')))
    state = act(state, tr => tr.addMark(2, 4, schema.mark('ink', { name: 'red' })))
    expect(ruled(state.doc, 'reject').eq(before)).toBe(true)
    expect(ruled(state.doc, 'accept').firstChild?.firstChild?.marks.map(m => m.type.name)).toEqual([
      'bold',
    ])
  })

  it('a table comes and goes as a whole, a row as well, a column not', () => {
    const cell = (text: string) => schema.node('table_cell', null, line(text))
    const made = schema.node(
      'table',
      null,
      schema.node('table_row', null, [cell('가'), cell('나')]),
    )
    const before = docOf(line('앞'), made, line('뒤'))
    const gone = act(stateOf(before), tr => tr.delete(3, 3 + made.nodeSize))
    expect(accepted(gone.doc).childCount).toBe(2)
    expect(ruled(gone.doc, 'reject').eq(before)).toBe(true)
    const row = schema.node('table_row', null, [cell('다'), cell('라')])
    const more = act(stateOf(before), tr => tr.insert(2 + made.nodeSize + 1 - 1, row))
    expect(accepted(more.doc).child(1).childCount).toBe(2)
    expect(ruled(more.doc, 'reject').eq(before)).toBe(true)
    expect(() => act(stateOf(before), tr => tr.insert(5, cell('칸')))).toThrow(NotSuggestible)
  })

  it('what somebody else struck or added stays theirs', () => {
    let state = act(stateOf(docOf(line('가나다라'))), tr => tr.delete(2, 4), 'lee')
    state = act(state, tr => tr.insertText('한', 3), 'kim')
    state = act(state, tr => tr.delete(1, 6), 'kim')
    const left = ruled(state.doc, 'reject', 'kim')
    expect(texts(left)).toEqual(['가나다라'])
    expect(suggestionsIn(left).map(({ by }) => by)).toEqual(['lee'])
  })
})

/** A small generator with a seed: each run is the same. */
function dice(seed: number): (below: number) => number {
  let now = seed
  return below => {
    now = (now * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((now / 2_147_483_648) * below)
  }
}

function randomAct(state: EditorState, roll: (below: number) => number): Transaction {
  const { doc, tr } = state
  const near = (at: number) => TextSelection.near(doc.resolve(at)).head
  const size = doc.content.size + 1
  const [a, b] = [near(roll(size)), near(roll(size))].sort((x, y) => x - y) as [number, number]
  switch (roll(7)) {
    case 0:
      return tr.insertText('한글'.slice(0, 1 + roll(2)), a)
    case 1:
      return tr.delete(a, Math.min(b, a + 6))
    case 2:
      return tr.split(a)
    case 3:
      return tr.insertText('굿', a, Math.min(b, a + 4))
    case 4:
      return tr.setNodeAttribute(doc.resolve(a).before(), 'form', ['text', 'h1', 'bullet'][roll(3)])
    case 5:
      return tr.addMark(a, b, schema.mark('bold'))
    default:
      return tr.replace(a, b, new Slice(Fragment.from([line('붙임'), line('둘째')]), 1, 1))
  }
}

function tried(state: EditorState, roll: (below: number) => number, by: string): EditorState {
  try {
    return state.apply(suggested(state, randomAct(state, roll), pen(by)))
  } catch (error) {
    if (!(error instanceof NotSuggestible)) throw error
    return state
  }
}

describe('whatever one person does in suggesting mode', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'rejecting it gives the document as it was [SG1] (%i)',
    seed => {
      const roll = dice(seed)
      const lines = [line('가나다라'), line('마바', { form: 'h1' }), line(''), line('사아')]
      let state = stateOf(docOf(...lines))
      for (let i = 0; i < 4; i += 1) state = tried(state, roll, 'lee')
      const before = state.doc
      for (let i = 0; i < 12; i += 1) {
        state = tried(state, roll, 'kim')
        state.doc.check()
        const left = ruled(state.doc, 'reject', 'kim')
        expect(left.toString()).toBe(before.toString())
        expect(left.eq(before)).toBe(true)
      }
      ruled(state.doc, 'accept').check()
    },
  )
})
