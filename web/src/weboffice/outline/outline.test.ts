import { describe, expect, test } from 'vitest'
import { nodes, schema } from '../text/schema'
import { amountOf, linesOf } from './amount'
import { headingAt, headingsOf, treeOf } from './headings'

function line(text: string, form = 'text', id: string | null = null) {
  return nodes.paragraph.create({ form, id }, text ? schema.text(text) : [])
}

const paper = schema.node('doc', null, [
  line('계획', 'h1', 'a'),
  line('글'),
  line('배경', 'h2', 'b'),
  line('', 'h2', 'empty'),
  line('세부', 'h3', 'c'),
  line('일정', 'h2', 'b'),
])

describe('the outline', () => {
  test('is a tree of the headings that say something [TX4]', () => {
    expect(treeOf(headingsOf(paper))).toEqual([
      {
        id: 'a',
        label: '계획',
        children: [
          { id: 'b', label: '배경', children: [{ id: 'c', label: '세부', children: [] }] },
          { id: '@3', label: '일정', children: [] },
        ],
      },
    ])
  })

  test('takes a skipped level as it comes', () => {
    const headings = headingsOf(
      schema.node('doc', null, [
        line('가', 'h3', '1'),
        line('나', 'h1', '2'),
        line('다', 'h3', '3'),
      ]),
    )
    expect(treeOf(headings).map(({ label, children }) => [label, children.length])).toEqual([
      ['가', 0],
      ['나', 1],
    ])
  })

  test('knows under which heading one is', () => {
    const headings = headingsOf(paper)
    expect(headingAt(headings, paper.child(0).nodeSize + 1)?.text).toBe('계획')
    expect(headingAt(headings, paper.content.size)?.text).toBe('일정')
    expect(headingAt([], 3)).toBeUndefined()
  })
})

describe('the amount', () => {
  test('counts letters with and without spaces, and words [TX5]', () => {
    const { letters, lettersWithoutSpaces, words } = amountOf(['가나 다라', '', 'AI 😀'])
    expect({ letters, lettersWithoutSpaces, words }).toEqual({
      letters: 9,
      lettersWithoutSpaces: 7,
      words: 4,
    })
  })

  test('counts a syllable once in either spelling', () => {
    const doc = schema.node('doc', null, [line('한글'.normalize('NFD'))])
    expect(amountOf(linesOf(doc.content)).letters).toBe(2)
  })

  test('counts 원고지 by lines: one square in, a new line a paragraph', () => {
    const lines = (count: number, length: number) => Array(count).fill('가'.repeat(length))
    expect(amountOf([]).sheets).toBe(0)
    expect(amountOf(lines(10, 19)).sheets).toBe(1)
    expect(amountOf(lines(10, 20)).sheets).toBe(2)
    expect(amountOf(['1'.repeat(38)]).sheets).toBe(1)
    expect(amountOf(lines(11, 1)).sheets).toBe(2)
  })

  test('counts what is selected by itself', () => {
    expect(linesOf(paper.slice(1, 3).content)).toEqual(['계획'])
  })
})
