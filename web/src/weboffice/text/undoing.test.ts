import { expect, test } from 'vitest'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { ALONG, PageSetup, USUAL } from '../pages/settings'
import { undoingOf } from './undoing'

function opened() {
  const doc = new Y.Doc()
  const text = doc.getXmlFragment('text')
  const undoing = undoingOf(text)
  const setup = new PageSetup(doc)
  const write = (name: string) =>
    doc.transact(() => text.push([new Y.XmlElement(name)]), ySyncPluginKey)
  return { doc, text, undoing, setup, write }
}

test('[PG1] how pages are set is taken back by itself, and set again', () => {
  const { text, undoing, setup, write } = opened()
  write('one')
  setup.write({ turned: true, header: '한빛부' })
  write('two')
  undoing.undo()
  expect(text.length).toBe(1)
  expect(setup.settings.get().header).toBe('한빛부')
  undoing.undo()
  expect(setup.settings.get()).toEqual(USUAL)
  expect(text.length).toBe(1)
  undoing.redo()
  expect(setup.settings.get()).toMatchObject({ turned: true, header: '한빛부' })
})

test('[PG1] what a colleague has set meanwhile stays', () => {
  const { doc, undoing, setup } = opened()
  setup.write({ left: 30, footer: '대외 주의' })
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  new PageSetup(other).write({ footer: '한빛부' })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  undoing.undo()
  expect(setup.settings.get()).toMatchObject({ left: USUAL.left, footer: '한빛부' })
})

test('[PG1] a state that is brought back is one step, with its pages', () => {
  const { text, undoing, setup, write } = opened()
  undoing.stopCapturing()
  write('past')
  setup.write({ top: 30 }, ALONG)
  undoing.undo()
  expect(text.length).toBe(0)
  expect(setup.settings.get()).toEqual(USUAL)
})
