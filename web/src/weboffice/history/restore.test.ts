import type { Mark, Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { schema } from '../text/schema'
import { restoring } from './restore'

function page(text: string): Node {
  const lines = [...text].map((letter, at) =>
    schema.node('paragraph', { id: `${letter}${at}` }, [schema.text(letter)]),
  )
  return schema.node('doc', null, lines)
}

function restored(now: string, past: string): { doc: Node; touched: number } | null {
  const tr = restoring(EditorState.create({ doc: page(now) }), page(past))
  if (!tr) return null
  let touched = 0
  for (const map of tr.mapping.maps) {
    map.forEach((from, to) => {
      touched += to - from
    })
  }
  return { doc: tr.doc, touched }
}

test('whatever there was and is now, the past state comes back', () => {
  const states = ['가', '가나', '가나다', '다나가', '라가나다', '가라나다', '나', '가나다라마바']
  for (const now of states) {
    for (const past of states) {
      const found = restored(now, past)
      if (now === past) expect(found).toBeNull()
      else expect(found?.doc.textContent).toBe(past)
    }
  }
})

test('[ED17] fonts, spacing and shades come back', () => {
  const { table, table_row: row, table_cell: cell } = schema.nodes
  const state = (fill: string | null, leading: number | null, marks: readonly Mark[]) => {
    const line = (id: string) => schema.node('paragraph', { id, leading }, schema.text(id, marks))
    const held = table?.create(null, row?.create(null, cell?.create({ fill }, line('칸'))))
    return schema.node('doc', null, [line('글'), held as Node])
  }
  const face = [schema.mark('font', { name: '나눔명조' }), schema.mark('tracking', { percent: -5 })]
  const [was, now] = [state('#fff3bf', 130, face), state(null, null, [])]
  expect(restoring(EditorState.create({ doc: now }), was)?.doc.eq(was)).toBe(true)
  expect(restoring(EditorState.create({ doc: was }), now)?.doc.eq(now)).toBe(true)
})

test('lines before and after what differs are left alone', () => {
  expect(restored('가나다라마', '가나사라마')?.touched).toBe(3)
})
