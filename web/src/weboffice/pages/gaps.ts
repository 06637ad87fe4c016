/**
 * Sheets of paper on the screen: at each page's end the rest of the page, its footer, the desk, and
 * the next page's header. Widgets that are no part of the text. While a syllable is composed they
 * stay as they are.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { TableMap } from 'prosemirror-tables'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import { follow } from '../find/match'
import { type Note, notesIn } from '../notes/notes'
import { isHead } from '../tables/heads'
import { type Band, shown, type Told } from './bands'
import { type Sheet, sheetsOf, type Unit } from './breaks'
import { faceOf, type Gap, headFace, isSame, notesFace } from './gap-face'
import { type PageSettings, type PageSetup, paperOf } from './settings'

const MM = 96 / 25.4
const CALM_MS = 200
const SAME_PX = 2
const NOTHING: Band = { left: '', center: '', right: '' }
const key = new PluginKey<Gaps>('pages')

interface Gaps {
  readonly gaps: readonly Gap[]
  readonly drawn: DecorationSet
}

interface Place {
  readonly pos: number
  readonly kind: 'block' | 'row'
  readonly columns: number
  readonly notes: readonly Note[]
  readonly again: readonly Node[]
}

const MOST_AGAIN = 1 / 3 // of a page: a heading that is longer stands once

export function pageGaps(setup: PageSetup, isHolding: () => boolean): Plugin<Gaps> {
  return new Plugin<Gaps>({
    key,
    state: {
      init: () => ({ gaps: [], drawn: DecorationSet.empty }),
      apply(tr, before, old, state) {
        const told = tr.getMeta(key) as readonly Gap[] | undefined
        if (told) return drawn(state, told)
        if (!tr.docChanged) return before
        // Others' work replaces the whole document: what differs says where a place is now.
        const isTheirs = tr.getMeta(ySyncPluginKey)?.isChangeOrigin
        const at = (pos: number) =>
          isTheirs ? follow(pos, old.doc, state.doc) : tr.mapping.map(pos, -1)
        return drawn(
          state,
          before.gaps.map(gap => ({ ...gap, pos: at(gap.pos) })),
        )
      },
    },
    props: { decorations: state => key.getState(state)?.drawn },
    view: view => attend(view, setup, isHolding),
  })
}

function drawn({ doc }: EditorState, gaps: readonly Gap[]): Gaps {
  const kept = gaps.filter(gap => isPlace(doc, gap))
  return { gaps: kept, drawn: DecorationSet.create(doc, marksOf(kept)) }
}

export function marksOf(gaps: readonly Gap[]): Decoration[] {
  return gaps.flatMap(gap => {
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
  })
}

/** Where a height of the window would be without the gaps above it, below `from`. */
function withoutGaps(view: EditorView, from: number): (y: number) => number {
  const gaps = [...view.dom.querySelectorAll('.page-gap')].map(gap => gap.getBoundingClientRect())
  const tops = gaps.map(({ top }) => top)
  const sums = gaps.map(
    (
      sum =>
      ({ height }: DOMRect) =>
        (sum += height)
    )(0),
  )
  return y => {
    let [low, high] = [0, tops.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((tops[middle] as number) < y - 1) low = middle + 1
      else high = middle
    }
    return y - from - (low > 0 ? (sums[low - 1] as number) : 0)
  }
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
    setup.pages.set(gaps.at(-1)?.page ?? 0)
    const shown = key.getState(view.state)?.gaps ?? []
    if (isSame(gaps, shown) || former.forbids(gaps)) return
    former.note(shown, view.dom.clientWidth)
    view.dispatch(view.state.tr.setMeta(key, gaps).setMeta('addToHistory', false))
  }
  const anew = () => {
    former.forget()
    later()
  }
  const observer = new ResizeObserver(later)
  observer.observe(view.dom)
  const leaves = [setup.settings.follow(anew), setup.title.follow(anew)]
  later()
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

/** In pixels, between the margins. */
export function textWidth(settings: PageSettings): number {
  return (paperOf(settings).wide - settings.left - settings.right) * MM
}

/** Whether the sheet is not as wide as the paper. */
export function isNarrow(view: EditorView, settings: PageSettings): boolean {
  return Math.abs(view.dom.clientWidth - textWidth(settings)) > SAME_PX
}

/** On a narrower sheet lines break elsewhere than on paper: nothing is shown that would be wrong. */
export function gapsOf(view: EditorView, settings: PageSettings, told: Told): Gap[] {
  if (isNarrow(view, settings)) return atEnd(view.state.doc)
  const { tall } = paperOf(settings)
  const height = (tall - settings.top - settings.bottom) * MM
  const { units, places } = unitsOf(view, notesMeasure(view), height * MOST_AGAIN)
  const sheets = sheetsOf(units, height)
  const count = sheets.reduce((sum, { torn }) => sum + torn + 1, 0)
  return sheets.map((sheet, index) => {
    const next = sheets[index + 1]
    const page = sheets.slice(0, index + 1).reduce((sum, { torn }) => sum + torn + 1, 0)
    const place = next && places[next.first]
    return {
      pos: place?.pos ?? view.state.doc.content.size,
      kind: place?.kind ?? 'end',
      columns: place?.columns ?? 1,
      page,
      filler: Math.round(fillerOf(units, sheet, next, height)),
      again: place?.again ?? [],
      notes: places.slice(sheet.first, next?.first).flatMap(({ notes }) => notes),
      head: shown(settings, 'top', { ...told, page: page + 1, pages: count }),
      foot: shown(settings, 'bottom', { ...told, page, pages: count }),
    }
  })
}

function fillerOf(units: readonly Unit[], sheet: Sheet, next: Sheet | undefined, height: number) {
  const own = units.slice(sheet.first, next?.first)
  const last = own.at(-1)
  if (!last) return height
  const below = own.reduce((sum, unit) => sum + (unit.below ?? 0), 0)
  return Math.max(height - below - (last.bottom - sheet.top - sheet.torn * height), 0)
}

/** Lines and rows with their places, measured as if there were no gaps. */
function unitsOf(
  view: EditorView,
  tallOf: (notes: readonly Note[]) => number,
  mostAgain: number,
): { units: Unit[]; places: Place[] } {
  const from = view.dom.getBoundingClientRect().top
  const without = withoutGaps(view, from)
  const units: Unit[] = []
  const places: Place[] = []
  let count = 0
  const add = (node: number, place: Place, isHeading: boolean, again = 0) => {
    const dom = view.nodeDOM(node)
    if (!(dom instanceof Element)) return
    const { top, bottom } = dom.getBoundingClientRect()
    const notes = notesIn(view.state.doc.nodeAt(node) as Node, count)
    count += notes.length
    const below = tallOf(notes)
    units.push({ top: without(top), bottom: without(bottom), isHeading, below, again })
    places.push({ ...place, notes })
  }
  const rows = (table: Node, pos: number, before: Place) => {
    const columns = TableMap.get(table).width
    const heads = headRows(table)
    const joined = joinedRows(table, heads.length)
    const tall = heightOf(view, pos + 1, heads)
    table.forEach((_row, offset, row) => {
      const at = pos + 1 + offset
      const isBelow = row >= heads.length && tall <= mostAgain
      const place: Place = { pos: at, kind: 'row', columns, notes: [], again: isBelow ? heads : [] }
      add(at, row === 0 ? before : place, joined.has(row), isBelow ? tall : 0)
    })
  }
  const { doc } = view.state
  doc.forEach((node, pos, index) => {
    const before: Place = { pos, kind: 'block', columns: 1, notes: [], again: [] }
    if (node.type.name !== 'table') add(pos, before, staysWithNext(doc, index))
    else rows(node, pos, before)
  })
  return { units, places }
}

/** Those at a table's top that hold heading cells only; none where one reaches into what follows. */
export function headRows(table: Node): Node[] {
  const rows: Node[] = []
  let reach = 0
  for (const row of table.children) {
    if (!row.children.every(isHead)) break
    rows.push(row)
    reach = Math.max(reach, ...row.children.map(cell => rows.length - 1 + cell.attrs.rowspan))
  }
  return reach > rows.length || rows.length === table.childCount ? [] : rows
}

const MOST_JOINED = 6 // rows, as print.css has it: of more, any program ends a page among them

/** Those that stay with the next row: of a heading, and where a merged cell reaches into the next. */
export function joinedRows(table: Node, heads: number): Set<number> {
  const joined = new Set(Array.from({ length: heads }, (_, row) => row))
  table.forEach((row, _offset, from) => {
    const spans = row.children.map(cell => Number(cell.attrs.rowspan))
    const reach = Math.max(1, ...spans.filter(span => span <= MOST_JOINED))
    for (let at = from; at < from + reach - 1; at += 1) joined.add(at)
  })
  joined.delete(table.childCount - 1)
  return joined
}

function heightOf(view: EditorView, from: number, rows: readonly Node[]): number {
  let pos = from
  return rows.reduce((sum, row) => {
    const dom = view.nodeDOM(pos)
    pos += row.nodeSize
    return sum + (dom instanceof Element ? dom.getBoundingClientRect().height : 0)
  }, 0)
}

/** Where no pages are shown, all notes stand below the text. */
function atEnd(doc: Node): Gap[] {
  const notes = notesIn(doc, 0)
  if (notes.length === 0) return []
  const bare = { page: 0, filler: 0, head: NOTHING, foot: NOTHING, columns: 1, again: [] }
  return [{ ...bare, pos: doc.content.size, kind: 'end', notes }]
}

/** How tall notes are at the foot of a page of this width. */
function notesMeasure(view: EditorView): (notes: readonly Note[]) => number {
  return notes => {
    if (notes.length === 0) return 0
    const trial = notesFace(notes)
    trial.style.cssText = `position: absolute; visibility: hidden; width: ${view.dom.clientWidth}px`
    const around = window.document.createElement('div')
    around.className = 'doc-measure doc'
    around.append(trial)
    view.dom.parentElement?.append(around)
    const { height } = trial.getBoundingClientRect()
    around.remove()
    return height
  }
}

/** As print.css has it. */
function staysWithNext(doc: Node, index: number): boolean {
  const { form, level } = doc.child(index).attrs
  if (form === 'h1' || form === 'h2' || form === 'h3' || form === 'tabular') return true
  const next = doc.maybeChild(index + 1)?.attrs
  // □ is what the ○ below it are about.
  const isTopic = form === 'outline' && level === 1
  if (isTopic && next?.form === 'outline' && next.level > 1) return true
  return next?.form === 'figure'
}
