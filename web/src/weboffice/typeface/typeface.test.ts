import { DOMParser, DOMSerializer, type Node } from 'prosemirror-model'
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { nodes, schema } from '../text/schema'
import { chosenFace, enterWithFace, setFont, setSize, stepSize } from './commands'
import { familyOf, nameOf, servedFor, sizeOf } from './faces'

const line = (text: string, form = 'text') =>
  nodes.paragraph.create({ id: text, form }, text ? schema.text(text) : null)

function at(doc: Node, from: number, to = from) {
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
}

const facesIn = (doc: Node) => {
  const found: unknown[] = []
  doc.descendants(node => {
    if (node.isText)
      found.push([node.text, ...node.marks.map(({ attrs }) => Object.values(attrs)[0])])
  })
  return found
}

describe('the font and size of letters', () => {
  const doc = schema.node('doc', null, [line('추진 계획', 'h1'), line('본문 글자')])

  it('are set on what is chosen and taken away again', () => {
    const state = at(doc, 1, 3)
    let next = state
    setFont('나눔명조')(next, tr => {
      next = next.apply(tr)
    })
    setSize(20)(next, tr => {
      next = next.apply(tr)
    })
    expect(facesIn(next.doc).slice(0, 2)).toEqual([['추진', '나눔명조', 20], [' 계획']])
    expect(chosenFace(next)).toMatchObject({ font: '나눔명조', size: 20 })
    setFont(null)(next, tr => {
      next = next.apply(tr)
    })
    expect(chosenFace(next)).toMatchObject({ font: null, size: 20 })
  })

  it('grow by a point, each stretch from where it is', () => {
    let state = EditorState.create({ doc, selection: new AllSelection(doc) })
    stepSize(1)(state, tr => {
      state = state.apply(tr)
    })
    expect(facesIn(state.doc)).toEqual([
      ['추진 계획', 20],
      ['본문 글자', 13],
    ])
    expect(chosenFace(state).size).toBeUndefined()
  })

  it('go on in the line that Enter makes', () => {
    let state = at(doc, 9)
    const act = (tr: typeof state.tr) => {
      state = state.apply(tr)
    }
    setSize(15)(state, act)
    expect(enterWithFace(state, act)).toBe(true)
    act(state.tr.insertText('다음'))
    expect(facesIn(state.doc).slice(-2)).toEqual([['다음', 15], ['문 글자']])
    expect(enterWithFace(at(doc, 9), act)).toBe(false)
  })

  it('are drawn by the view alone, and read back from what was copied', () => {
    const marks = [schema.mark('font', { name: '휴먼명조' }), schema.mark('size', { pt: 15 })]
    const made = schema.node('doc', null, [
      nodes.paragraph.create({ id: 'a' }, schema.text('본문', marks)),
    ])
    const page = document.createElement('div')
    page.append(DOMSerializer.fromSchema(schema).serializeFragment(made.content))
    expect(page.querySelector('[data-font="휴먼명조"]')).not.toBeNull()
    expect(page.querySelector<HTMLElement>('[data-size="15"]')?.style.fontSize).toBe('1.25rem')
    const back = DOMParser.fromSchema(schema).parse(page)
    expect(back.firstChild?.firstChild?.marks.map(({ type }) => type.name)).toEqual([
      'font',
      'size',
    ])
  })
})

describe('what anybody may have written', () => {
  it('ends no style, and has bounds', () => {
    expect(nameOf('함초롬바탕"; color: red; x: "')).toBe('함초롬바탕 color red x')
    expect(nameOf('";')).toBeNull()
    expect(nameOf('가'.repeat(100))).toHaveLength(64)
    expect([sizeOf(0.5), sizeOf('14.04'), sizeOf(Number.NaN), sizeOf({}), sizeOf(400)]).toEqual([
      null,
      14,
      null,
      null,
      null,
    ])
  })

  it.each([
    ['함초롬바탕', 'myeongjo'],
    ['휴먼명조', 'myeongjo'],
    ['돋움', 'gothic'],
    ['HY헤드라인M', 'gothic'],
    ['맑은 고딕', undefined],
    ['굴림체', undefined],
    ['Noto Sans Serif KR', undefined],
  ] as const)('stands for %s as the printed pages do', (name, wanted) => {
    expect(servedFor(name)).toBe(wanted)
    expect(familyOf(name)).toContain(`"${name}"`)
  })
})
