import { expect, test } from 'vitest'
import { plainText } from './plain'
import { nodes, schema } from './schema'

function item(kind: string, level: number, text: string) {
  return nodes.paragraph.create({ form: kind, level }, schema.text(text))
}

test('lists keep their signs and numbers start anew after other text [OF4]', () => {
  const doc = schema.node('doc', null, [
    item('outline', 1, '현황'),
    item('outline', 3, '세부'),
    item('number', 1, '하나'),
    item('number', 1, '둘'),
    nodes.paragraph.create(null, schema.text('사이')),
    item('number', 1, '다시 하나'),
    item('bullet', 2, '점'),
  ])
  expect(plainText(doc)).toBe('□ 현황\n    - 세부\n1. 하나\n2. 둘\n사이\n1. 다시 하나\n  • 점')
})
