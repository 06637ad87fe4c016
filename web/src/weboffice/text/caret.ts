/**
 * Where the caret belongs after somebody else's change.
 *
 * y-prosemirror keeps a caret by the character after it. Splitting, joining or turning a paragraph
 * into a heading deletes its characters and writes them anew elsewhere, so there the caret is found
 * by its place in the text without its paragraphs, which none of the three changes.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, TextSelection } from 'prosemirror-state'
import { CellSelection } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { relativePositionToAbsolutePosition, ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { keepCells } from '../tables/chosen'

export interface Block {
  readonly node: Node
  /** Of its first character in the document. */
  readonly start: number
  /** Of its first character in the text of all blocks. */
  readonly flat: number
  /** Child indices from the root, for the shared tree has the same shape. */
  readonly path: readonly number[]
}

export interface Binding {
  readonly type: Y.XmlFragment
  readonly doc: Y.Doc
  readonly mapping: Map<Y.AbstractType<unknown>, Node | Node[]>
  /** Writes the view's document into the shared text. */
  _prosemirrorChanged(doc: Node): void
  mux(run: () => void): void
}

/** A point of the old state, in every way that may find it again. */
export interface Point {
  readonly block: Block
  readonly offset: number
  readonly relative: Y.RelativePosition | null
}

const ATOM = '\uFFFC'

export function blocksOf(doc: Node): Block[] {
  const found: Block[] = []
  let flat = 0
  const visit = (parent: Node, start: number, path: readonly number[]) => {
    parent.forEach((node, offset, index) => {
      const inside = start + offset + 1
      if (node.isTextblock) {
        found.push({ node, start: inside, flat, path: [...path, index] })
        flat += node.content.size
      } else if (!node.isLeaf) visit(node, inside, [...path, index])
    })
  }
  visit(doc, 0, [])
  return found
}

function flatText(blocks: readonly Block[]): string {
  return blocks.map(({ node }) => node.textBetween(0, node.content.size, '', ATOM)).join('')
}

export function bindingOf(state: EditorState): Binding {
  return ySyncPluginKey.getState(state).binding as Binding
}

function sharedAt(root: Y.XmlFragment, path: readonly number[]): Y.XmlFragment | null {
  let at: Y.XmlFragment | null = root
  for (const index of path) {
    const next: unknown = at?.get(index)
    at = next instanceof Y.XmlFragment ? next : null
  }
  return at
}

/** Right after the character before the caret; at a block's start, before the first. */
function relativeAt(binding: Binding, block: Block, offset: number): Y.RelativePosition | null {
  let left = offset
  for (const child of sharedAt(binding.type, block.path)?.toArray() ?? []) {
    const size = child instanceof Y.XmlText ? child.length : 1
    if (child instanceof Y.XmlText && left <= size) {
      return Y.createRelativePositionFromTypeIndex(child, left, left > 0 ? -1 : 0)
    }
    left -= size
  }
  return null
}

function isAlive(doc: Y.Doc, position: Y.RelativePosition): boolean {
  const { item } = position
  if (!item || Y.getState(doc.store, item.client) <= item.clock) return false
  const found = Y.getItem(doc.store, item)
  return found instanceof Y.Item && !found.deleted
}

export function pointAt(binding: Binding, blocks: readonly Block[], pos: number): Point | null {
  const block = blocks.find(({ node, start }) => pos >= start && pos <= start + node.content.size)
  if (!block) return null
  const offset = pos - block.start
  return { block, offset, relative: relativeAt(binding, block, offset) }
}

export function findPoint(
  point: Point,
  before: readonly Block[],
  after: readonly Block[],
  binding: Binding,
): number | null {
  const same = after.find(({ node }) => node === point.block.node)
  if (same) return same.start + point.offset
  const { relative } = point
  if (relative && isAlive(binding.doc, relative)) {
    return relativePositionToAbsolutePosition(binding.doc, binding.type, relative, binding.mapping)
  }
  return findByText(point, before, after)
}

function findByText(
  point: Point,
  before: readonly Block[],
  after: readonly Block[],
): number | null {
  const index = movedIndex(flatText(before), flatText(after), point.block.flat + point.offset)
  const isAtStart = point.offset === 0
  const sameId = after.find(({ node }) => node.attrs.id === point.block.node.attrs.id)
  const holds = ({ node, flat }: Block) => {
    const end = flat + node.content.size
    return isAtStart ? index === flat : index > flat && index <= end
  }
  // An empty paragraph holds no text to be found by, but it kept its name.
  const found = isAtStart && sameId && holds(sameId) ? sameId : after.find(holds)
  const nearest =
    found ?? sameId ?? after.find(({ node, flat }) => index <= flat + node.content.size)
  if (!nearest) return null
  return nearest.start + Math.min(Math.max(index - nearest.flat, 0), nearest.node.content.size)
}

/** Where index `at` of `before` is in `after`, when one stretch between two equal ends changed. */
export function movedIndex(before: string, after: string, at: number): number {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head += 1
  if (at <= head) return at
  let tail = 0
  while (
    tail < shorter - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1
  }
  const fromEnd = before.length - at
  return fromEnd <= tail ? after.length - fromEnd : Math.min(at, after.length - tail)
}

/** Runs `change`, which lets others' work in, and puts the caret back to its text. */
export function keepCaret(view: EditorView, change: () => void): void {
  const { selection, doc } = view.state
  if (!(selection instanceof TextSelection)) {
    if (selection instanceof CellSelection) keepCells(view, selection, change)
    else change()
    return
  }
  const before = blocksOf(doc)
  const points = [selection.anchor, selection.head].map(pos =>
    pointAt(bindingOf(view.state), before, pos),
  )
  change()
  const [anchor, head] = points
  if (view.isDestroyed || view.state.doc === doc || !anchor || !head) return
  restore(view, anchor, head, before)
}

function restore(view: EditorView, from: Point, to: Point, before: readonly Block[]): void {
  const { state } = view
  const after = blocksOf(state.doc)
  const binding = bindingOf(state)
  const anchor = findPoint(from, before, after, binding)
  const head = from === to ? anchor : findPoint(to, before, after, binding)
  if (anchor === null || head === null) return
  if (anchor === state.selection.anchor && head === state.selection.head) return
  const wanted = TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head))
  view.dispatch(state.tr.setSelection(wanted).setMeta('addToHistory', false))
}

/** Whether the updates change the block that the caret is in; asked of a copy of the document. */
export function disturbs(view: EditorView, updates: readonly Uint8Array[]): boolean {
  const binding = bindingOf(view.state)
  const blocks = blocksOf(view.state.doc)
  const point = pointAt(binding, blocks, view.state.selection.head)
  if (!point) return true
  const name = nameOf(binding)
  if (name === null) return true
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(binding.doc))
  const at = sharedAt(copy.getXmlFragment(name), point.block.path)
  let found = at === null
  at?.observeDeep(() => {
    found = true
  })
  for (const update of updates) Y.applyUpdate(copy, update)
  const isGone = at?._item?.deleted === true
  copy.destroy()
  return found || isGone
}

function nameOf({ doc, type }: Binding): string | null {
  for (const [name, shared] of doc.share) if (Object.is(shared, type)) return name
  return null
}
