import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bringsNews } from './news'

function written(change: (text: Y.Text) => void, doc = new Y.Doc()): [Y.Doc, Uint8Array] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => updates.push(update)
  doc.on('update', keep)
  change(doc.getText('t'))
  doc.off('update', keep)
  return [doc, Y.mergeUpdates(updates)]
}

describe('what the room sends', () => {
  it('is no news to its author, neither letters nor deletions', () => {
    const [doc, typed] = written(text => text.insert(0, '한글로'))
    expect(bringsNews(doc, typed)).toBe(false)
    const [, deleted] = written(text => text.delete(1, 1), doc)
    expect(bringsNews(doc, deleted)).toBe(false)
  })

  it('is news to a colleague until it is applied', () => {
    const [ours, typed] = written(text => text.insert(0, '한글로'))
    const theirs = new Y.Doc()
    expect(bringsNews(theirs, typed)).toBe(true)
    Y.applyUpdate(theirs, typed)
    expect(bringsNews(theirs, typed)).toBe(false)
    const [, deleted] = written(text => text.delete(0, 2), ours)
    expect(bringsNews(theirs, deleted)).toBe(true)
    Y.applyUpdate(theirs, deleted)
    expect(bringsNews(theirs, deleted)).toBe(false)
  })

  it('is news when one frame holds both', () => {
    const [ours, typed] = written(text => text.insert(0, '나'))
    const [, others] = written(text => text.insert(0, '너'))
    expect(bringsNews(ours, Y.mergeUpdates([typed, others]))).toBe(true)
  })
})
