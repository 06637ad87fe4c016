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
import { faceOf, type Gap, headFace, isSame } from './gap-face'
import { gapsOf } from './layout'
import { sectionMarks } from './section-marks'
import { sectionsOf } from './sections'
import type { PageSettings, PageSetup } from './settings'

const CALM_MS = 200
const key = new PluginKey<Gaps>('pages')

interface Gaps {
  readonly setup: PageSetup
  readonly gaps: readonly Gap[]
  readonly drawn: DecorationSet
}

/** How the pages of an editor's document are set. */
export function setupOf(state: EditorState): PageSetup | null {
  return key.getState(state)?.setup ?? null
}

export function pageGaps(setup: PageSetup, isHolding: () => boolean): Plugin<Gaps> {
  return new Plugin<Gaps>({
    key,
    state: {
      init: (_config, state) => drawn(setup, state, []),
      apply(tr, before, old, state) {
        const told = tr.getMeta(key) as readonly Gap[] | undefined
        if (told) return drawn(setup, state, told)
        if (!tr.docChanged) return before
        // Others' work replaces the whole document: what differs says where a place is now.
        const isTheirs = tr.getMeta(ySyncPluginKey)?.isChangeOrigin
        const at = (pos: number) =>
          isTheirs ? follow(pos, old.doc, state.doc) : tr.mapping.map(pos, -1)
        return drawn(
          setup,
          state,
          before.gaps.map(gap => ({ ...gap, pos: at(gap.pos) })),
        )
      },
    },
    props: { decorations: state => key.getState(state)?.drawn },
    view: view => attend(view, setup, isHolding),
  })
}

function drawn(setup: PageSetup, { doc }: EditorState, gaps: readonly Gap[]): Gaps {
  const kept = gaps.filter(gap => isPlace(doc, gap))
  return { setup, gaps: kept, drawn: DecorationSet.create(doc, marksOf(doc, kept)) }
}

export function marksOf(doc: Node, gaps: readonly Gap[]): Decoration[] {
  return [...sectionMarks(doc, gaps), ...gaps.flatMap(gapMarks)]
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
function isPlace(doc: Node, { pos, kind }: Gap): boolean {
  if (pos < 0 || pos > doc.content.size) return false
  const { parent } = doc.resolve(pos)
  return kind === 'row' ? parent.type.name === 'table' : parent === doc
}

function attend(view: EditorView, setup: PageSetup, isHolding: () => boolean) {
  let timer = 0
  const former = new Former()
  const later = () => {
    if (timer === 0) timer = window.setTimeout(measure, CALM_MS)
  }
  const measure = () => {
    timer = 0
    if (view.isDestroyed) return
    if (isHolding()) return later()
    const gaps = gapsOf(view, setup.settings.get(), setup.told)
    const last = gaps.at(-1)
    if (last && last.number > 0) setup.last.set({ page: last.number, isFirst: last.isFirst })
    setup.pages.set(last?.page ?? 0)
    const shown = key.getState(view.state)?.gaps ?? []
    if (isSame(gaps, shown) || former.forbids(gaps)) return
    former.note(shown, view.dom.clientWidth)
    view.dispatch(view.state.tr.setMeta(key, gaps).setMeta('addToHistory', false))
  }
  const anew = () => {
    former.forget()
    tellSections(view.state, setup)
    later()
  }
  const observer = new ResizeObserver(later)
  observer.observe(view.dom)
  const leaves = [setup.settings.follow(anew), setup.title.follow(anew)]
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

/** Whoever shows pages is told how those of each section are. */
function tellSections({ doc }: EditorState, setup: PageSetup): void {
  const wanted: PageSettings[] = sectionsOf(doc, setup.settings.get()).map(one => one.settings)
  if (JSON.stringify(wanted) !== JSON.stringify(setup.sections.get())) setup.sections.set(wanted)
}

/** A line on the edge may fit only while the gap is elsewhere: not to and fro for ever. */
class Former {
  private gaps: readonly Gap[] | null = null
  private width = 0

  forbids(gaps: readonly Gap[]): boolean {
    return this.gaps !== null && isSame(gaps, this.gaps)
  }

  note(shown: readonly Gap[], width: number): void {
    this.gaps = this.width === width ? shown : null
    this.width = width
  }

  forget(): void {
    this.gaps = null
    this.width = 0
  }
}
