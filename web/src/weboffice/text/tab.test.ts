import type { Node } from 'prosemirror-model'
import { type Command, EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { schema } from './schema'
import { keepInList, takeTab, writeTab } from './tab'

function paper(text: string, form = 'text'): Node {
  return schema.node('doc', null, [
    schema.node('paragraph', { form, level: 4 }, text ? [schema.text(text)] : []),
    schema.node('paragraph', null, [schema.text('다음')]),
  ])
}

function state(doc: Node, from: number, to = from): EditorState {
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
}

/** The text that the command leaves, or null where it leaves the key to others. */
function done(before: EditorState, command: Command): string | null {
  let next = before
  const isTaken = command(before, tr => {
    next = before.apply(tr)
  })
  return isTaken ? next.doc.textBetween(0, next.doc.content.size, '|') : null
}

describe('[ED16] Tab in the text stays in the text', () => {
  test('in a plain line it writes a tab, and Shift+Tab takes it back', () => {
    expect(done(state(paper('수신'), 3), writeTab)).toBe('수신\t|다음')
    expect(done(state(paper('수신\t'), 4), takeTab)).toBe('수신|다음')
    expect(done(state(paper('수신'), 3), takeTab)).toBe('수신|다음')
  })

  test('it never replaces several lines', () => {
    expect(done(state(paper('수신'), 1, 7), writeTab)).toBe('수신|다음')
  })

  test('an item at its deepest level keeps the caret', () => {
    expect(done(state(paper('끝', 'outline'), 2), keepInList)).toBe('끝|다음')
    expect(done(state(paper('끝'), 2), keepInList)).toBeNull()
  })
})
