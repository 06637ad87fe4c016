/** Marks what is looked for. The marks are no part of the document [TX2]. */
import {
  type EditorState,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { Finding } from './finding'
import { findIn, follow, indexFrom, type Match } from './match'

interface Marks {
  readonly matches: readonly Match[]
  /** Of `matches`; -1 where there is none. */
  readonly at: number
  readonly drawn: DecorationSet
  /** The text has changed under a syllable and was not looked through again. */
  readonly isStale: boolean
}

/** Look again: from the selection, or at the match of a number. */
type Order = 'again' | 'from-selection' | { readonly at: number }

const key = new PluginKey<Marks>('find')
const EMPTY: Marks = { matches: [], at: -1, drawn: DecorationSet.empty, isStale: false }
const LOOK_AGAIN_MS = 120

export function finder(finding: Finding, isHolding: () => boolean): Plugin<Marks> {
  return new Plugin<Marks>({
    key,
    state: {
      init: () => EMPTY,
      apply(tr, before, old, state) {
        if (finding.mode.get() === 'closed') return EMPTY
        const order = tr.getMeta(key) as Order | undefined
        if (!order && !tr.docChanged) return before
        if (isHolding()) return wait(before, tr)
        const matches = findIn(state.doc, finding.wish.get())
        return marksOf(state, matches, choose(matches, order, before, old, state))
      },
    },
    props: { decorations: state => key.getState(state)?.drawn },
    view: view => attend(view, finding, isHolding),
  })
}

/** While a syllable is composed, the marks only move along. */
function wait(before: Marks, tr: Transaction): Marks {
  return { ...before, drawn: before.drawn.map(tr.mapping, tr.doc), isStale: true }
}

function choose(
  matches: readonly Match[],
  order: Order | undefined,
  before: Marks,
  old: EditorState,
  state: EditorState,
): number {
  if (typeof order === 'object') return Math.min(order.at, matches.length - 1)
  const current = before.matches[before.at]
  if (order === 'from-selection' || !current) return indexFrom(matches, state.selection.from)
  return indexFrom(matches, follow(current.from, old.doc, state.doc))
}

function marksOf({ doc }: EditorState, matches: readonly Match[], at: number): Marks {
  const drawn = matches.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === at ? 'found found-now' : 'found' }),
  )
  return { matches, at, drawn: DecorationSet.create(doc, drawn), isStale: false }
}

function attend(view: EditorView, finding: Finding, isHolding: () => boolean) {
  let timer = 0
  const tell = () => {
    const { matches, at } = marks(view)
    const { at: shown, count } = finding.found.get()
    if (shown !== at + 1 || count !== matches.length) {
      finding.found.set({ at: at + 1, count: matches.length })
    }
  }
  const lookAgain = () => {
    timer = 0
    if (isHolding()) timer = window.setTimeout(lookAgain, LOOK_AGAIN_MS)
    else order(view, 'again')
  }
  const stop = [
    finding.wish.follow(() => show(view, 'from-selection')),
    finding.mode.follow(() => show(view, 'from-selection')),
  ]
  return {
    update() {
      tell()
      if (marks(view).isStale && timer === 0) timer = window.setTimeout(lookAgain, LOOK_AGAIN_MS)
    },
    destroy() {
      window.clearTimeout(timer)
      for (const end of stop) end()
    },
  }
}

function marks({ state }: EditorView): Marks {
  return key.getState(state) ?? EMPTY
}

function order(view: EditorView, what: Order): void {
  view.dispatch(view.state.tr.setMeta(key, what).setMeta('addToHistory', false))
}

function show(view: EditorView, what: Order): void {
  order(view, what)
  view.dom.querySelector('.found-now')?.scrollIntoView({ block: 'center' })
}

/** To the next or the one before, around the end. */
export function step(view: EditorView, by: 1 | -1): void {
  const { matches, at } = marks(view)
  const { length } = matches
  if (length > 0) show(view, { at: (at + by + length) % length })
}

/** Leaves the caret at what was found. */
export function selectFound(view: EditorView): void {
  const { matches, at } = marks(view)
  const match = matches[at]
  if (!match) return
  view.dispatch(
    view.state.tr.setSelection(TextSelection.create(view.state.doc, match.from, match.to)),
  )
}

export function currentMatches(view: EditorView): Pick<Marks, 'matches' | 'at'> {
  return marks(view)
}

export function goTo(view: EditorView, at: number): void {
  show(view, { at })
}
