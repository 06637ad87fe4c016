import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { store } from '@/kernel/store'
import { schema } from '../text/schema'
import { type Printed, printing } from './printing'
import { PageSetup } from './settings'

const printed = store<Printed>('accepted')
let view: EditorView
let leave: () => void

function suggested(): Node {
  const stamp = { by: 'p1', at: 1, id: 's1' }
  const marked = (text: string, kind: 'insertion' | 'deletion') =>
    schema.text(text, [schema.mark(kind, stamp)])
  const line = [schema.text('예산 '), marked('십억', 'deletion'), marked('백억', 'insertion')]
  return schema.node('doc', null, [schema.node('paragraph', null, line)])
}

beforeEach(() => {
  const mount = document.createElement('div')
  document.body.append(mount)
  view = new EditorView(mount, { state: EditorState.create({ doc: suggested() }) })
  leave = printing(view, { setup: new PageSetup(new Y.Doc()), printed, nodeViews: {} })
})

afterEach(() => {
  leave()
  view.destroy()
  document.body.replaceChildren()
})

function onPaper(how: Printed): string | null {
  printed.set(how)
  dispatchEvent(new Event('beforeprint'))
  expect(view.dom.hasAttribute('data-copied')).toBe(true)
  const text = document.querySelector('.doc-print .doc')?.textContent ?? null
  dispatchEvent(new Event('afterprint'))
  return text
}

test('[SG5] suggestions are printed as they were ruled on, or as they stand', () => {
  expect(onPaper('accepted')).toBe('예산 백억')
  expect(onPaper('rejected')).toBe('예산 십억')
  expect(onPaper('marked')).toBe('예산 십억백억')
})

test('[PG2] what was made for the printer is gone afterwards, and nothing was written', () => {
  const { doc } = view.state
  onPaper('rejected')
  expect(document.querySelector('.doc-print')).toBeNull()
  expect(view.dom.hasAttribute('data-copied')).toBe(false)
  expect(view.state.doc).toBe(doc)
})

test('[PG2] what is printed has the colours of paper, and the screen its own again', () => {
  const root = document.documentElement
  root.dataset.theme = 'contrast'
  dispatchEvent(new Event('beforeprint'))
  expect(root.dataset.theme).toBe('light')
  dispatchEvent(new Event('afterprint'))
  expect(root.dataset.theme).toBe('contrast')
  delete root.dataset.theme
})
