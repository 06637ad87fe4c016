/**
 * Turns what somebody does in suggesting mode into suggestions: letters are added under a mark and
 * taken away under another, lines are split and joined with a note at their edge. Rejecting all of
 * it always gives the document as it was [SG1]; what cannot be undone so is refused.
 */
import { type EditorState, Selection, type Transaction } from 'prosemirror-state'
import {
  AddMarkStep,
  AttrStep,
  Mapping,
  RemoveMarkStep,
  ReplaceStep,
  type Step,
} from 'prosemirror-transform'
import { insertSlice } from './inserting'
import { changeLine } from './lines'
import { isOwnEdge, NotSuggestible, type Pen } from './pen'
import { strike } from './striking'
import { restyle } from './styling'

const KEPT = ['uiEvent', 'composition', 'addToHistory', 'paste']

/** The same act as suggestions of `pen`; throws NotSuggestible. */
export function suggested(state: EditorState, tr: Transaction, pen: Pen): Transaction {
  const work = new Work(state.tr, pen)
  tr.steps.forEach((step, index) => {
    const back = tr.mapping.maps.slice(0, index).map(map => map.invert())
    work.take(step, new Mapping([...back.reverse(), ...work.out.mapping.maps]))
  })
  // What is composed in a suggestion of one's own is one already: the page is left alone.
  return work.out.doc.eq(tr.doc) ? tr : work.end(tr)
}

class Work {
  /** Where the caret belongs after what was written or struck last. */
  private caret: number | null = null

  constructor(
    readonly out: Transaction,
    private readonly pen: Pen,
  ) {}

  take(step: Step, place: Mapping): void {
    const { out, pen } = this
    const done = out.mapping.maps.length
    if (step instanceof ReplaceStep) {
      this.replace(step, place)
      return
    }
    if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
      const range = { from: place.map(step.from, -1), to: place.map(step.to, 1) }
      restyle(out, range, pen, { mark: step.mark, on: step instanceof AddMarkStep })
    } else if (step instanceof AttrStep) this.attribute(step, place)
    else throw new NotSuggestible()
    if (this.caret !== null) this.caret = out.mapping.slice(done).map(this.caret)
  }

  private replace({ from, to, slice }: ReplaceStep, place: Mapping): void {
    const { out, pen } = this
    const isPoint = from === to
    // What was struck stays before the place: what is written comes behind it.
    const start = place.map(from, isPoint ? 1 : -1)
    const end = Math.max(start, place.map(to, isPoint ? 1 : -1))
    const done = out.mapping.maps.length
    const node = out.doc.nodeAt(start)
    if (slice.size > 0 && node?.isTextblock && !node.content.size && end === start + 2) {
      this.caret = insertSlice(out, start + 1, slice, pen) // instead of an empty line: into it
      return
    }
    if (start < end) strike(out, { from: start, to: end }, pen)
    const since = out.mapping.slice(done)
    const isEmptied =
      start < end && slice.content.textBetween(0, slice.content.size, ' ', ' ') === ''
    this.caret = since.map(start, -1)
    if (slice.size === 0 || (isEmptied && slice.openStart === 0 && slice.content.childCount === 1))
      return
    this.caret = insertSlice(out, since.map(end, 1), slice, pen)
  }

  private attribute({ pos, attr, value }: AttrStep, place: Mapping): void {
    const at = place.map(pos, 1)
    const node = this.out.doc.nodeAt(at)
    if (node?.isTextblock) changeLine(this.out, at, node, { attr, value }, this.pen)
    else if (node && (isOwnEdge(node, this.pen) || this.isWithinOwn(at)))
      this.out.setNodeAttribute(at, attr, value)
    else throw new NotSuggestible()
  }

  /** A cell of a table, or of a row, that one suggests oneself. */
  private isWithinOwn(pos: number): boolean {
    const $pos = this.out.doc.resolve(pos)
    return [$pos.depth, $pos.depth - 1].some(
      depth => depth > 0 && isOwnEdge($pos.node(depth), this.pen),
    )
  }

  end(tr: Transaction): Transaction {
    const { out } = this
    out.setSelection(this.selection(tr))
    if (tr.scrolledIntoView) out.scrollIntoView()
    for (const key of KEPT) {
      const meta: unknown = tr.getMeta(key)
      if (meta !== undefined) out.setMeta(key, meta)
    }
    return out
  }

  private selection(tr: Transaction): Selection {
    const { doc, mapping } = this.out
    if (this.caret !== null) {
      return Selection.near(doc.resolve(Math.min(this.caret, doc.content.size)), 1)
    }
    const back = tr.mapping.maps.map(map => map.invert()).reverse()
    return tr.selection.map(doc, new Mapping([...back, ...mapping.maps]))
  }
}
