/**
 * Sheets of paper on the screen: at each page's end the rest of the page, its footer, the desk, and
 * the next page's header. Widgets that are no part of the text. While a syllable is composed they
 * stay as they are.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import { follow } from '../find/match'
import { faceOf, type Gap, headFace } from './gap-face'
import { type Layout, layoutOf } from './layout'
import { sectionMarks } from './section-marks'
import { sectionsOf } from './sections'
import type { PageSettings, PageSetup } from './settings'
import { stretchesOf } from './stretches'
import { columnMarks, turnMarks } from './turns'

const CALM_MS = 200
const key = new PluginKey<Gaps>('pages')

interface Gaps extends Layout {
  readonly setup: PageSetup
  readonly drawn: DecorationSet
}

const NONE: Layout = { gaps: [], turns: [] }

/** How the pages of an editor's document are set. */
export function setupOf(state: EditorState): PageSetup | null {
  return key.getState(state)?.setup ?? null
}

export function pageGaps(setup: PageSetup, isHolding: () => boolean): Plugin<Gaps> {
  return new Plugin<Gaps>({
    key,
    state: {
      init: (_config, state) => drawn(setup, state, NONE),
      apply(tr, before, old, state) {
        const told = tr.getMeta(key) as Layout | undefined
        if (told) return drawn(setup, state, told)
        if (!tr.docChanged) return before
        // Others' work replaces the whole document: what differs says where a place is now.
        const isTheirs = tr.getMeta(ySyncPluginKey)?.isChangeOrigin
        const at = (pos: number) =>
          isTheirs ? follow(pos, old.doc, state.doc) : tr.mapping.map(pos, -1)
        return drawn(setup, state, {
          gaps: before.gaps.map(gap => ({ ...gap, pos: at(gap.pos) })),
          turns: before.turns.map(turn => ({ ...turn, pos: at(turn.pos) })),
        })
      },
    },
    props: { decorations: state => key.getState(state)?.drawn },
    view: view => attend(view, setup, isHolding),
  })
}

function drawn(setup: PageSetup, { doc }: EditorState, { gaps, turns }: Layout): Gaps {
  const kept = {
    gaps: gaps.filter(gap => isPlace(doc, gap)),
    turns: turns.filter(({ pos }) => isPlace(doc, { pos, kind: 'block' })),
  }
  const marks = marksOf(doc, setup.settings.get(), kept)
  return { setup, ...kept, drawn: DecorationSet.create(doc, marks) }
}

/** `last` are the settings of the last section. */
export function marksOf(doc: Node, last: PageSettings, layout: Layout = NONE): Decoration[] {
  const { gaps, turns } = layout
  const columns = columnMarks(doc, stretchesOf(doc, last), layout)
  return [...sectionMarks(doc, gaps), ...columns, ...gaps.flatMap(gapMarks), ...turnMarks(turns)]
}

function gapMarks(gap: Gap): Decoration[] {
  const key = `page-${JSON.stringify({ ...gap, pos: 0 })}`
  const face = Decoration.widget(gap.pos, () => faceOf(gap), {
    side: -2,
    key,
    ignoreSelection: true,
  })
  const heads = gap.again.map((row, index) =>
    Decoration.widget(gap.pos, () => headFace(row), {
      side: -1,
      key: `${key}-${index}`,
      ignoreSelection: true,
    }),
  )
  return [face, ...heads]
}

/** Between two blocks or two rows, as when it was measured. */
function isPlace(doc: Node, { pos, kind }: Pick<Gap, 'pos' | 'kind'>): boolean {
  if (pos < 0 || pos > doc.content.size) return false
  const { parent } = doc.resolve(pos)
  return kind === 'row' ? parent.type.name === 'table' : parent === doc
}

function attend(view: EditorView, setup: PageSetup, isHolding: () => boolean) {
  let timer = 0
  // Whether the blocks are to be marked anew: columns may be others where no page ends elsewhere.
  let isStale = false
  const former = new Former()
  const later = () => {
    if (timer === 0) timer = window.setTimeout(measure, CALM_MS)
  }
  const measure = () => {
    timer = 0
    if (view.isDestroyed) return
    if (isHolding()) return later()
    const layout = layoutOf(view, setup.settings.get(), setup.told)
    tellLast(layout, setup)
    const { gaps, turns } = key.getState(view.state) ?? NONE
    const shown = { gaps, turns }
    if (!isStale && (isSame(layout, shown) || former.forbids(layout))) return
    former.note(shown, view.dom.clientWidth)
    if (isStale) later() // they have another width now
    isStale = false
    view.dispatch(view.state.tr.setMeta(key, layout).setMeta('addToHistory', false))
  }
  const anew = () => {
    former.forget()
    tellSections(view.state, setup)
    later()
  }
  const observer = new ResizeObserver(later)
  observer.observe(view.dom)
  const setAnew = () => {
    isStale = true
    anew()
  }
  const leaves = [setup.settings.follow(setAnew), setup.title.follow(anew)]
  anew()
  return {
    update(_view: EditorView, before: EditorState) {
      if (before.doc.eq(view.state.doc)) return
      anew()
    },
    destroy() {
      window.clearTimeout(timer)
      observer.disconnect()
      for (const leave of leaves) leave()
    },
  }
}

function tellLast({ gaps }: Layout, setup: PageSetup): void {
  const last = gaps.at(-1)
  if (last && last.number > 0) setup.last.set({ page: last.number, isFirst: last.isFirst })
  setup.pages.set(last?.page ?? 0)
}

/** Whoever shows pages is told how those of each section are. */
function tellSections({ doc }: EditorState, setup: PageSetup): void {
  const wanted: PageSettings[] = sectionsOf(doc, setup.settings.get()).map(one => one.settings)
  if (JSON.stringify(wanted) !== JSON.stringify(setup.sections.get())) setup.sections.set(wanted)
  const stretches = stretchesOf(doc, setup.settings.get()).map(
    ({ from: _from, to: _to, ...look }) => look,
  )
  if (JSON.stringify(stretches) !== JSON.stringify(setup.stretches.get())) {
    setup.stretches.set(stretches)
  }
}

/** A line on the edge may fit only while the gap is elsewhere: not to and fro for ever. */
class Former {
  private layout: Layout | null = null
  private width = 0

  forbids(layout: Layout): boolean {
    return this.layout !== null && isSame(layout, this.layout)
  }

  note(shown: Layout, width: number): void {
    this.layout = this.width === width ? shown : null
    this.width = width
  }

  forget(): void {
    this.layout = null
    this.width = 0
  }
}

function isSame(one: Layout, other: Layout): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
