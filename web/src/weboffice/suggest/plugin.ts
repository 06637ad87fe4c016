/**
 * Suggesting in the editor. What is composed gets its mark before the first syllable: nothing is
 * rewritten while a syllable is open [ED10].
 */
import { Mark, type Node } from 'prosemirror-model'
import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import type { EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import { asIs, isAsIs } from './as-is'
import type { Suggesting } from './desk'
import { written } from './inserting'
import { DELETION, grown, INSERTION, NotSuggestible, RESTYLE, stampOn } from './pen'
import { acceptedSlice } from './slices'
import { edgeOf } from './stamp'
import { isSuggestion } from './styling'
import { suggested } from './transform'

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' })

/** What becomes of an act: itself, suggestions, or null where it cannot be suggested. */
export function passed(view: EditorView, tr: Transaction, desk: Suggesting): Transaction | null {
  const isForeign = tr.getMeta(ySyncPluginKey) !== undefined || isAsIs(tr)
  if (!tr.docChanged || isForeign || desk.isDeferring) return tr
  if (desk.mode.get() !== 'suggest') return view.composing ? tr : plainly(tr)
  try {
    return asIs(suggested(view.state, tr, desk.pen()))
  } catch (error) {
    if (!(error instanceof NotSuggestible)) throw error
    desk.decline()
    return null
  }
}

/** What is written outside suggesting mode is in nobody's suggestion. */
function plainly(tr: Transaction): Transaction {
  const steps = [...tr.steps]
  steps.forEach((step, index) => {
    if (!(step instanceof ReplaceStep) || !hasMarked(step.slice.content.content)) return
    const place = tr.mapping.slice(index + 1)
    const from = place.map(step.from, -1)
    const to = place.map(step.from + step.slice.size, 1)
    for (const type of [INSERTION, DELETION, RESTYLE]) tr.removeMark(from, to, type)
  })
  return tr
}

function hasMarked(content: readonly Node[]): boolean {
  return content.some(node => node.marks.some(isSuggestion))
}

/** What a composition did in place of what was selected, now that it rests. */
export function deferred(view: EditorView, tr: Transaction, desk: Suggesting): Transaction {
  desk.isDeferring = false
  return passed(view, tr, desk) ?? view.state.tr
}

export function suggesting(desk: Suggesting, settle: () => void): Plugin {
  const isOn = () => desk.mode.get() === 'suggest'
  return new Plugin({
    props: {
      transformPasted: slice => acceptedSlice(slice),
      handleDOMEvents: {
        compositionstart(view) {
          prepare(view, desk)
          return false
        },
      },
      handleKeyDown(view, event) {
        const isErasing = event.key === 'Backspace' || event.key === 'Delete'
        if (!isOn() || !isErasing || event.isComposing) return false
        if (event.ctrlKey || event.metaKey || event.altKey) return false
        settle()
        return erase(view, desk, event.key === 'Delete' ? 1 : -1)
      },
      handleClick(view, pos) {
        const id = suggestionAt(view.state, pos)
        if (id !== null && desk.isOpen.get()) desk.choose(id)
        return false
      },
    },
  })
}

export function suggestionAt({ doc }: EditorState, pos: number): string | null {
  const $pos = doc.resolve(pos)
  for (const node of [$pos.nodeBefore, $pos.nodeAfter]) {
    const mark = node?.marks.find(isSuggestion)
    if (mark) return `${mark.attrs.by} ${mark.attrs.id}`
  }
  return null
}

/** Before a composition: the first syllable knows its mark. */
function prepare(view: EditorView, desk: Suggesting): void {
  const isOn = desk.mode.get() === 'suggest'
  // The browser takes away what is selected; striking it now would end the composition.
  if (isOn && !view.state.selection.empty) desk.isDeferring = true
  if (desk.isDeferring) return
  const { doc, selection, storedMarks, tr } = view.state
  if (!(selection instanceof TextSelection) || !selection.empty) return
  const here = selection.$from.marks()
  const plain = (storedMarks ?? here).filter(mark => !isSuggestion(mark))
  const at = selection.from
  const wanted = isOn ? written(plain, grown(doc, at, at, INSERTION, desk.pen()), false) : plain
  if (Mark.sameSet(wanted, storedMarks ?? here)) return
  view.dispatch(tr.setStoredMarks(wanted))
}

/** The next letter that is not struck yet; the caret passes over those that are. */
function erase(view: EditorView, desk: Suggesting, way: 1 | -1): boolean {
  const { state } = view
  const { selection, doc } = state
  if (!(selection instanceof TextSelection) || !selection.empty) return false
  const at = behindStruck(doc, selection.head, way)
  const node = neighbour(doc, at, way)
  if (!node?.isInline) return at === selection.head ? nextLine(view, way) : moved(view, at)
  const size = node.isText ? letterIn(node.text ?? '', way) : node.nodeSize
  const [from, to] = way > 0 ? [at, at + size] : [at - size, at]
  const act = passed(view, state.tr.delete(from, to), desk)
  if (!act) return true
  const caret = act.mapping.map(way > 0 ? to : from, way > 0 ? 1 : -1)
  view.dispatch(act.setSelection(TextSelection.create(act.doc, caret)).scrollIntoView())
  return true
}

function neighbour(doc: Node, at: number, way: 1 | -1): Node | null {
  const $at = doc.resolve(at)
  return way > 0 ? $at.nodeAfter : $at.nodeBefore
}

function behindStruck(doc: Node, from: number, way: 1 | -1): number {
  let at = from
  for (;;) {
    const node = neighbour(doc, at, way)
    const isStruck = stampOn(node, DELETION) !== null || (node && edgeOf(node)?.kind === 'del')
    if (!node?.isInline || !isStruck) return at
    at += way * node.nodeSize
  }
}

function letterIn(text: string, way: 1 | -1): number {
  const letters = [...graphemes.segment(text)]
  return (way > 0 ? letters[0] : letters.at(-1))?.segment.length ?? 1
}

function moved(view: EditorView, at: number): true {
  const { tr, doc } = view.state
  view.dispatch(tr.setSelection(TextSelection.create(doc, at)).scrollIntoView())
  return true
}

/** Over a break that is struck already; else it is for the keys below to join the lines. */
function nextLine(view: EditorView, way: 1 | -1): boolean {
  const { $head } = view.state.selection
  if (way < 0 || $head.depth === 0) return false
  const next = view.state.doc.resolve($head.after()).nodeAfter
  return next?.isTextblock && edgeOf(next)?.kind === 'del' ? moved(view, $head.after() + 1) : false
}
