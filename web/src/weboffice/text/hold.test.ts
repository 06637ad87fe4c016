import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin } from 'y-prosemirror'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Suggesting } from '../suggest/desk'
import { Hold } from './hold'
import { schema } from './schema'

/** Somebody whose focus is in the text, and what others know of the caret. */
function writer(text: string) {
  const doc = new Y.Doc()
  const root = doc.getXmlFragment('text')
  const line = new Y.XmlElement('paragraph')
  root.insert(0, [line])
  line.insert(0, [new Y.XmlText(text)])
  const awareness = new Awareness(doc)
  const { doc: start, mapping } = initProseMirrorDoc(root, schema)
  let hold: Hold | null = null
  const view = new EditorView(document.createElement('div'), {
    state: EditorState.create({
      doc: start,
      plugins: [
        ySyncPlugin(root, { mapping }),
        yCursorPlugin(awareness, {
          getSelection: (now: EditorState) => hold?.shared(now) ?? now.selection,
        }),
      ],
    }),
  })
  view.hasFocus = () => true
  hold = new Hold(view, () => undefined, new Suggesting('kim'))
  const to = (pos: number) =>
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos)))
  return {
    view,
    hold,
    to,
    compose: (text: string, over = 0) => {
      const { head } = view.state.selection
      view.dispatch(view.state.tr.insertText(text, head - over, head))
    },
    shared: () => (line.get(0) as Y.XmlText).toString(),
    /** Of the letter that others see the caret before. */
    told: () => {
      const head = awareness.getLocalState()?.cursor?.head
      const at = head && Y.createAbsolutePositionFromRelativePosition(head, doc)
      return at?.index ?? null
    },
    close: () => {
      view.destroy()
      awareness.destroy()
    },
  }
}

let page: ReturnType<typeof writer>
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  page.close()
  vi.useRealTimers()
})

test('while a syllable is open others see the caret where it will be, not behind their own letters', () => {
  page = writer('기한은 유월이다')
  page.to(5)
  expect(page.told()).toBe(4)
  page.hold.begin()
  page.compose('치')
  page.compose('칠', 1)
  expect(page.shared()).toBe('기한은 유월이다')
  expect(page.told()).toBe(4)
})

test('once it is in the shared text the caret stands behind it, although the page changes no more', async () => {
  page = writer('기한은 유월이다')
  page.to(5)
  for (const syllable of '칠월') {
    page.hold.begin()
    page.compose(syllable)
    page.hold.settle([])
    await vi.advanceTimersByTimeAsync(1)
  }
  expect(page.shared()).toBe('기한은 칠월유월이다')
  expect(page.told()).toBe(6)
})

test('a caret before or behind the open syllable is told as it stands', () => {
  page = writer('가나다라')
  page.to(3)
  page.hold.begin()
  page.compose('한글')
  page.to(1)
  expect(page.told()).toBe(0)
  page.to(7)
  expect(page.told()).toBe(4)
})
