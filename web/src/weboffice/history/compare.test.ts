import type { Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'
import { schema } from '../text/schema'
import { compare } from './compare'

function page(...lines: [id: string, text: string, form?: string][]): Node {
  return schema.node(
    'doc',
    null,
    lines.map(([id, text, form = 'text']) =>
      schema.node('paragraph', { id, form }, text ? [schema.text(text)] : []),
    ),
  )
}

/** What a reader of the newer state would be shown. */
function told(older: Node, newer: Node): string[] {
  return compare(older, newer).map(change => {
    if (change.kind === 'gone' || change.kind === 'goneLine') return `${change.kind} ${change.text}`
    return `${change.kind} ${newer.textBetween(change.from, change.to, '|')}`
  })
}

describe('two states of a document', () => {
  test('nothing is told where nothing changed, also of a line that moved', () => {
    const [a, b] = [page(['1', '가'], ['2', '나']), page(['2', '나'], ['1', '가'])]
    expect(told(a, a)).toEqual([])
    expect(told(a, b)).toEqual([])
  })
  test('words that came and went within a line', () => {
    expect(told(page(['1', '추진 계획 보고']), page(['1', '추진 결과 보고']))).toEqual([
      'gone 계획',
      'written 결과',
    ])
  })
  test('a new line, a line that went, and a line of another form', () => {
    const older = page(['1', '제목'], ['2', '지울 줄'], ['3', '끝'])
    const newer = page(['1', '제목', 'h1'], ['3', '끝'], ['4', '새 줄'])
    expect(told(older, newer)).toEqual([
      'form 제목',
      'newLine 새 줄',
      'written 새 줄',
      'goneLine 지울 줄',
    ])
  })
  test('[ED17] a footnote that says something else', () => {
    const noted = (text: string) =>
      schema.node('doc', null, [
        schema.node('paragraph', { id: '1' }, [
          schema.text('가'),
          schema.node('footnote', { text }),
        ]),
      ])
    expect(told(noted('앞'), noted('앞'))).toEqual([])
    expect(told(noted('앞'), noted('뒤'))).toEqual(['form 가'])
  })
  test('[ED17] letters that look otherwise, a line that stands otherwise, a cell of another shade', () => {
    const { table, table_row: row, table_cell: cell } = schema.nodes
    const state = (name: string, leading: number | null, fill: string | null) => {
      const letters = schema.text('한글', [schema.mark('font', { name })])
      const held = cell?.create({ fill }, schema.node('paragraph', { id: 'c' }, schema.text('칸')))
      return schema.node('doc', null, [
        schema.node('paragraph', { id: 'a' }, [schema.text('앞 '), letters, schema.text(' 뒤')]),
        schema.node('paragraph', { id: 'b', leading }, schema.text('줄')),
        table?.create(null, row?.create(null, held)) as Node,
      ])
    }
    const older = state('나눔명조', null, null)
    expect(told(older, state('돋움', null, null))).toEqual(['letters 한글'])
    expect(told(older, state('나눔명조', 200, null))).toEqual(['form 줄'])
    expect(told(older, state('나눔명조', null, '#fff3bf'))).toEqual(['shade 칸'])
    expect(told(older, older)).toEqual([])
  })
  test('every position lies within the newer state', () => {
    const older = page(['1', 'ㄱㄴㄷ 😀 가'], ['2', '나'])
    const newer = page(['2', '나 다 😀😀'], ['5', ''])
    for (const change of compare(older, newer)) {
      const end = 'to' in change ? change.to : change.at
      expect(end).toBeLessThanOrEqual(newer.content.size)
      expect(() => newer.resolve(end)).not.toThrow()
    }
  })
})
