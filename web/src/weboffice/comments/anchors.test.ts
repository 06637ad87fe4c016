import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { schema } from '../text/schema'
import { meantBy } from './anchors'

function line(...words: string[]): Node {
  const inline = words.map(word => (word === '|' ? schema.node('hard_break') : schema.text(word)))
  return schema.node('doc', null, [schema.node('paragraph', null, inline)])
}

function meant(doc: Node, from: number, to = from): string {
  const place = meantBy(TextSelection.create(doc, from, to))
  return doc.textBetween(place.from, place.to)
}

describe('what a comment is about', () => {
  const plan = line('예산은 백만 원')

  test('is what is selected, whatever it cuts', () => {
    expect(meant(plan, 2, 4)).toBe('산은')
  })

  test('is the word at the caret where nothing is selected', () => {
    expect([1, 3, 4, 5].map(at => meant(plan, at))).toEqual(['예산은', '예산은', '예산은', '백만'])
  })

  test('is nothing where the caret touches no word', () => {
    expect(meant(line('하나  둘'), 4)).toBe('')
  })

  test('ends at a break', () => {
    expect(meant(line('앞', '|', '뒤'), 3)).toBe('뒤')
  })
})
