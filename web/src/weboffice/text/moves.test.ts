import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Moves } from './moves'
import { schema } from './schema'

const opened: EditorView[] = []

// What stands between a key and what the browser tells of it is not how busy this machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))

afterEach(() => {
  vi.useRealTimers()
  for (const view of opened.splice(0)) view.destroy()
  document.body.replaceChildren()
})

/** Somebody at the start of a line, whose browser does not tell of its caret by itself here. */
function writer(text: string) {
  const moves = new Moves()
  const line = schema.nodes.paragraph.create(null, schema.text(text))
  const doc = schema.topNodeType.create(null, line)
  const view: EditorView = new EditorView(
    document.body.appendChild(document.createElement('div')),
    {
      state: EditorState.create({ doc, plugins: [moves.plugin()] }),
      dispatchTransaction(tr) {
        view.updateState(view.state.apply(moves.into(view, tr)))
      },
    },
  )
  opened.push(view)
  view.hasFocus = () => true
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 1)))
  return { view, moves }
}

/** As a browser does: the caret first, the event of it later. */
function press(view: EditorView, key: string, offset: number) {
  view.dom.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  const text = view.dom.querySelector('p')?.firstChild
  if (text) document.getSelection()?.collapse(text, offset)
}

test('[ED20] what is drawn before the browser tells of a key leaves the caret where the key put it', () => {
  const { view } = writer('기한은 유월이다')
  press(view, 'End', 8)
  view.dispatch(view.state.tr.setMeta('drawn', true))
  expect(view.state.selection.head).toBe(9)
})

test("[ED20] a colleague's change before it goes on from there", () => {
  const { view, moves } = writer('기한은 유월이다')
  press(view, 'End', 8)
  moves.adopt(view)
  view.dispatch(view.state.tr.insertText('새 ', 1))
  expect(view.state.selection.head).toBe(11)
})

test('[ED20] who says where the caret is decides it, and another key moves nothing', () => {
  const { view } = writer('기한은 유월이다')
  press(view, 'End', 8)
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 3)))
  expect(view.state.selection.head).toBe(3)
  document.dispatchEvent(new Event('selectionchange'))
  press(view, 'a', 5)
  view.dispatch(view.state.tr.setMeta('drawn', true))
  expect(view.state.selection.head).toBe(3)
})
