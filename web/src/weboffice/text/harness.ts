/**
 * Two editors on one page, joined without a network, for tests/weboffice/e2e: a person who composes
 * Hangul in the first, a colleague who changes the text through the second.
 */
import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { store } from '@/kernel/store'
import { Margin } from '../comments/margin'
import type { Inlet } from '../editing/provider'
import { Finding } from '../find/finding'
import { PageSetup } from '../pages/settings'
import { Pictures } from '../pictures/pictures'
import { accepted } from '../suggest/accepted'
import { Suggesting } from '../suggest/desk'
import { suggestionsIn } from '../suggest/list'
import { toggleForm } from './commands'
import { type Editor, openEditor } from './editor'

interface Peer {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly desk: Suggesting
  editor: Editor
}

const REMOTE = 'remote'

function makePeer(client: number, state: Uint8Array, mount: HTMLElement): Peer {
  const doc = new Y.Doc()
  doc.clientID = client
  Y.applyUpdate(doc, state)
  const awareness = new Awareness(doc)
  awareness.setLocalStateField('user', {
    id: `p${client}`,
    name: client === 1 ? '김' : '이',
    colour: client,
  })
  const behind: Inlet = {
    update: update => Y.applyUpdate(doc, update, REMOTE),
    presence: body => applyAwarenessUpdate(awareness, body, REMOTE),
  }
  const desk = new Suggesting(`p${client}`)
  const editor = openEditor({
    mount,
    text: doc.getXmlFragment('text'),
    awareness,
    behind,
    label: '본문',
    margin: new Margin(),
    finding: new Finding(),
    pages: new PageSetup(doc),
    pictures: new Pictures('harness', client, () => null),
    desk,
    mayWrite: () => true,
    isAhead: () => undefined,
    state: store(null),
  })
  return { doc, awareness, desk, editor }
}

/** What one does reaches the other after `delay` milliseconds, in order. */
function join(from: Peer, to: Peer, delay: number): void {
  const later = (deliver: () => void) => (delay > 0 ? setTimeout(deliver, delay) : deliver())
  from.doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE) return
    later(() => to.editor.inlet.update(update))
    // The room sends everything to everybody, its author included.
    later(() => from.editor.inlet.update(update))
  })
  from.awareness.on('update', (_: unknown, origin: unknown) => {
    if (origin === REMOTE) return
    const news = encodeAwarenessUpdate(from.awareness, [from.doc.clientID])
    later(() => to.editor.inlet.presence(news))
  })
}

function seed(texts: readonly string[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 9
  const body = doc.getXmlFragment('text')
  body.insert(
    0,
    texts.map((text, index) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.setAttribute('id', `b${index}`)
      paragraph.insert(0, [new Y.XmlText(text)])
      return paragraph
    }),
  )
  return Y.encodeStateAsUpdate(doc)
}

/** What the room would get: the seed, and what the first person wrote. */
let updates: Uint8Array[] = []
let ours: Peer
let theirs: Peer

function setup(texts: readonly string[], delay = 0): void {
  ours?.editor.close()
  theirs?.editor.close()
  document.body.replaceChildren(document.createElement('div'), document.createElement('div'))
  const state = seed(texts)
  const [first, second] = document.body.children as unknown as [HTMLElement, HTMLElement]
  ours = makePeer(1, state, first)
  theirs = makePeer(2, state, second)
  updates = [state]
  ours.doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) updates.push(update)
  })
  join(ours, theirs, delay)
  join(theirs, ours, delay)
}

function positionIn(view: EditorView, block: number, offset: number): number {
  let pos = 1
  for (let i = 0; i < block; i += 1) pos += view.state.doc.child(i).nodeSize
  return pos + offset
}

function caret(block: number, offset: number): void {
  const { view } = ours.editor
  view.focus()
  const at = positionIn(view, block, offset)
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)))
}

/** As somebody marks with the mouse. */
function select(block: number, from: number, to: number): void {
  const { view } = ours.editor
  const [start, end] = [positionIn(view, block, from), positionIn(view, block, to)]
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, start, end)))
}

type Act = 'type' | 'delete' | 'split' | 'join' | 'heading' | 'caret'

/** What the colleague does before a letter of a block, as the colleague sees it. */
function act(kind: Act, block: number, letter: string): void {
  const { view } = theirs.editor
  const at = positionIn(view, block, view.state.doc.child(block).textContent.indexOf(letter))
  const { tr, doc } = view.state
  if (kind === 'heading') {
    view.dispatch(tr.setSelection(TextSelection.create(doc, at)))
    toggleForm('h1')(view.state, view.dispatch.bind(view), view)
  } else if (kind === 'type') view.dispatch(tr.insertText('X', at))
  else if (kind === 'delete') view.dispatch(tr.delete(at, at + 1))
  else if (kind === 'split') view.dispatch(tr.split(at))
  else if (kind === 'join') view.dispatch(tr.join(positionIn(view, block, 0) - 1))
  else view.dispatch(tr.setSelection(TextSelection.create(doc, at)))
}

function linesOf(doc: Node): string[] {
  const lines: string[] = []
  doc.forEach(node => {
    lines.push((node.attrs.form === 'h1' ? '#' : '') + node.textContent)
  })
  return lines
}

function result() {
  const { view } = ours.editor
  const shown = [...view.dom.children].map(child => {
    const clone = child.cloneNode(true) as HTMLElement
    for (const other of clone.querySelectorAll('.caret')) other.remove()
    return (child.tagName === 'H1' ? '#' : '') + (clone.textContent ?? '')
  })
  const { head } = view.state.selection
  const $head = view.state.doc.resolve(head)
  return {
    ours: linesOf(view.state.doc),
    theirs: linesOf(theirs.editor.view.state.doc),
    shown,
    caret: [$head.index(0), $head.parentOffset],
    isComposing: view.composing,
  }
}

/** From now on the first person suggests. */
function suggest(): void {
  ours.desk.mode.set('suggest')
}

/** What was suggested, as both see it, and the text once all of it is accepted. */
function suggestions() {
  const of = ({ editor }: Peer) =>
    suggestionsIn(editor.view.state.doc).map(({ by, acts }) => ({ by, acts }))
  const { doc } = ours.editor.view.state
  return { ours: of(ours), theirs: of(theirs), accepted: linesOf(accepted(doc)) }
}

Object.assign(window, {
  harness: {
    setup,
    caret,
    select,
    act,
    result,
    suggest,
    suggestions,
    updates: () => updates.map(update => [...update]),
    isSettled: () => !ours.editor.isHolding(),
  },
})
