/**
 * Keeps what is being composed out of the shared text until it is done.
 *
 * A syllable that others see half-way is copied by them when they split the paragraph, and lost when
 * they turn it into a heading, because both write the paragraph anew. So between the start of a
 * composition and its rest the shared text stands still: nothing goes out and nothing comes in. When
 * both are let go, others' work comes first and the composed text is put in where it then belongs.
 */
import type { Node, Slice } from 'prosemirror-model'
import { type EditorState, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { setMeta, yCursorPluginKey, ySyncPluginKey } from 'y-prosemirror'
import { asIs } from '../suggest/as-is'
import type { Suggesting } from '../suggest/desk'
import { deferred } from '../suggest/plugin'
import { type Binding, bindingOf, blocksOf, findPoint, keepCaret, pointAt } from './caret'

const BREAK = '\n'
const ATOM = '\uFFFC'

/** What the composition made of the document: `from` to `to` became `slice`. */
interface Change {
  readonly from: number
  readonly to: number
  readonly slice: Slice
  /** Of the caret, from the start of the slice. */
  readonly caret: number
}

interface Caret {
  readonly anchor: number
  readonly head: number
}

export class Hold {
  /** The document as the shared text has it, while the view is ahead of it. */
  private base: Node | null = null
  private readonly binding: Binding
  private readonly writeShared: (doc: Node) => void

  /** `tell` hears whether the page shows what the shared text does not have. */
  constructor(
    private readonly view: EditorView,
    private readonly tell: (isAhead: boolean) => void,
    private readonly desk: Suggesting,
  ) {
    this.binding = bindingOf(view.state)
    this.writeShared = this.binding._prosemirrorChanged.bind(this.binding)
    // The binding offers no way to wait; this is the one function through which it writes.
    this.binding._prosemirrorChanged = doc => {
      if (this.base === null) this.writeShared(doc)
    }
  }

  begin(): void {
    this.base ??= this.view.state.doc
  }

  /** After each change of the page's text. */
  look(): void {
    this.tell(this.base !== null && !this.base.eq(this.view.state.doc))
  }

  /** Let others see what is there so far, without ending the composition. */
  publish(): void {
    if (this.base === null || this.isDeferring) return
    this.release()
    this.begin()
  }

  /** What is composed is turned into a suggestion first: nothing goes out before it rests. */
  get isDeferring(): boolean {
    return this.desk.isDeferring
  }

  /** Let others' work in although a syllable is open; only for work in other paragraphs. */
  admit(apply: () => void): void {
    this.release()
    keepCaret(this.view, apply)
    this.begin()
  }

  /** The composition rests: others' work first, then ours where it belongs. */
  settle(updates: readonly (() => void)[]): void {
    const change = updates.length > 0 || this.isDeferring ? this.change() : null
    if (!change) {
      this.desk.isDeferring = false
      this.release()
      for (const apply of updates) keepCaret(this.view, apply)
      return
    }
    const base = this.base as Node
    // Back to what the shared text has: an update that brings nothing new redraws nothing.
    const { state } = this.view
    const end = change.from + change.slice.size
    this.view.dispatch(asIs(state.tr.replace(change.from, end, base.slice(change.from, change.to))))
    this.base = null
    const place = this.follow(base, change.to, updates)
    this.insert(change, base.textBetween(change.from, change.to, BREAK, ATOM), place)
    this.look()
  }

  /** Where the caret is in the shared text, which others see it in: it has no open syllable. */
  shared({ doc, selection }: EditorState): Caret {
    const change = this.base?.eq(doc) === false ? this.change() : null
    if (!change) return selection
    const { from, to, slice } = change
    const end = from + slice.size
    const of = (pos: number) => (pos < from ? pos : pos <= end ? to : pos - end + to)
    return { anchor: of(selection.anchor), head: of(selection.head) }
  }

  private release(): void {
    if (this.base === null) return
    this.base = null
    const { doc } = this.view.state
    this.binding.mux(() => {
      this.binding.doc.transact(() => this.writeShared(doc), ySyncPluginKey)
    })
    // The page stays as it is, so nothing else tells where the caret is in the new text.
    setMeta(this.view, yCursorPluginKey, { awarenessUpdated: true })
    this.look()
  }

  private change(): Change | null {
    const { base, view } = this
    const { doc, selection } = view.state
    const from = base?.content.findDiffStart(doc.content) ?? null
    const ends = base?.content.findDiffEnd(doc.content)
    if (from === null || !ends) return null
    const overlap = Math.max(0, from - Math.min(ends.a, ends.b))
    const slice = doc.slice(from, ends.b + overlap)
    return { from, to: ends.a + overlap, slice, caret: selection.head - from }
  }

  /** Where a position of `base` is after the updates. */
  private follow(base: Node, pos: number, updates: readonly (() => void)[]): number | null {
    const { binding, view } = this
    let before = blocksOf(base)
    let point = pointAt(binding, before, pos)
    let place: number | null = pos
    for (const apply of updates) {
      apply()
      const after = blocksOf(view.state.doc)
      place = point && findPoint(point, before, after, binding)
      point = place === null ? null : pointAt(binding, after, place)
      before = after
    }
    return place
  }

  /** `replaced` is what the slice took the place of: a syllable that others saw half-way. */
  private insert({ slice, caret }: Change, replaced: string, place: number | null): void {
    const { state } = this.view
    const end = place ?? state.selection.head
    const start = Math.max(0, end - replaced.length)
    const isThere = state.doc.textBetween(start, end, BREAK, ATOM) === replaced
    const from = isThere ? start : end
    const tr = state.tr.replace(from, end, slice)
    if (this.isDeferring) {
      this.view.dispatch(asIs(deferred(this.view, tr, this.desk)))
      return
    }
    const head = Math.min(from + caret, tr.doc.content.size)
    tr.setSelection(TextSelection.near(tr.doc.resolve(head)))
    this.view.dispatch(asIs(tr))
  }
}
