/** Where the pages of a document end on the sheet, measured line by line. */
import type { Node } from 'prosemirror-model'
import { TableMap } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { type Note, notesIn } from '../notes/notes'
import { isHead } from '../tables/heads'
import { type Band, shown, type Told } from './bands'
import { type Sheet, sheetsOf, type Unit } from './breaks'
import { type Leaf, leavesOf, type Run } from './columns'
import { type Gap, notesFace } from './gap-face'
import { endsPage, frameOf, type Section, sectionsOf } from './sections'
import { type PageSettings, paperOf } from './settings'
import { type Stretch, stretchesOf } from './stretches'
import { movesIn, type Turned } from './turns'

const MM = 96 / 25.4
const SAME_PX = 2
const NOTHING: Band = { left: '', center: '', right: '' }

interface Place {
  readonly pos: number
  readonly kind: 'block' | 'row'
  readonly columns: number
  readonly notes: readonly Note[]
  readonly again: readonly Node[]
  readonly section: number
  readonly stretch: number
}

/** Where pages end, and where columns begin within them. */
export interface Layout {
  readonly gaps: readonly Gap[]
  readonly turns: readonly Turned[]
}

const MOST_AGAIN = 1 / 3 // of a page: a heading that is longer stands once

/** In pixels, between the margins that all pages share. */
export function textWidth(doc: Node, last: PageSettings): number {
  const { wide, left, right } = frameOf(sectionsOf(doc, last).map(one => one.settings))
  return (wide - left - right) * MM
}

/** Whether the sheet is not as wide as the paper. */
export function isNarrow(view: EditorView, last: PageSettings): boolean {
  return Math.abs(view.dom.clientWidth - textWidth(view.state.doc, last)) > SAME_PX
}

/** A page as it is laid out: its units from `first`, in its section. */
interface Laid extends Leaf {
  readonly section: number
  /** Of the document's pages, and as it counts itself. */
  readonly page: number
  readonly number: number
  readonly isFirst: boolean
}

/** On a narrower sheet lines break elsewhere than on paper: nothing is shown that would be wrong. */
export function layoutOf(view: EditorView, last: PageSettings, told: Told): Layout {
  const { doc } = view.state
  if (isNarrow(view, last)) return { gaps: atEnd(doc), turns: [] }
  const sections = sectionsOf(doc, last)
  const stretches = stretchesOf(doc, last)
  const { units, places } = unitsOf(view, sections, stretches)
  const laid = laidOut(units, places, sections, stretches)
  const turns = laid.flatMap(({ turns, section, isFirst }) =>
    turns.map(({ first, ...turn }) => ({
      ...turn,
      section: sections.length > 1 ? section : null,
      isFirst,
      pos: places[first]?.pos ?? doc.content.size,
      gap: stretches[turn.stretch]?.ruled ? (stretches[turn.stretch] as Stretch).gap : null,
    })),
  )
  return { gaps: gapsOf({ laid, places, sections, end: doc.content.size, told }), turns }
}

interface Ends {
  readonly laid: readonly Laid[]
  readonly places: readonly Place[]
  readonly sections: readonly Section[]
  readonly end: number
  readonly told: Told
}

function gapsOf({ laid, places, sections, end, told }: Ends): Gap[] {
  const pages = laid.reduce((sum, { torn }) => sum + torn + 1, 0)
  return laid.map((sheet, index) => {
    const next = laid[index + 1]
    const settings = (sections[sheet.section] as Section).settings
    const following = (sections[next?.section ?? sheet.section] as Section).settings
    const place = next && places[next.first]
    const counted = { ...told, pages, page: sheet.number, isFirst: sheet.isFirst }
    const after = { ...told, pages, page: next?.number ?? 0, isFirst: next?.isFirst ?? false }
    return {
      pos: place?.pos ?? end,
      kind: place?.kind ?? 'end',
      columns: place?.columns ?? 1,
      page: sheet.page,
      number: sheet.number,
      isFirst: sheet.isFirst,
      filler: Math.round(sheet.filler),
      again: place?.again ?? [],
      notes: places.slice(sheet.first, next?.first).flatMap(({ notes }) => notes),
      head: shown(following, 'top', after),
      foot: shown(settings, 'bottom', counted),
      sections: sections.length > 1 ? [sheet.section, next?.section ?? sheet.section] : null,
      isColumned: sheet.turns.length > 0,
    }
  })
}

/** Between the margins, in pixels. */
function heightOf(settings: PageSettings): number {
  return (paperOf(settings).tall - settings.top - settings.bottom) * MM
}

/** The pages of each section, which begins with one of its own. */
function laidOut(
  units: readonly Unit[],
  places: readonly Place[],
  sections: readonly Section[],
  stretches: readonly Stretch[],
): Laid[] {
  const laid: Laid[] = []
  sections.forEach(({ settings }, section) => {
    const start = places.findIndex(place => place.section === section)
    const first = start < 0 ? units.length : start
    const own = units.filter((_unit, index) => places[index]?.section === section)
    const runs = stretches.flatMap((stretch, index): Run[] => {
      if (stretch.section !== section) return []
      const units = own.filter((_unit, at) => places[first + at]?.stretch === index)
      return [{ stretch: index, columns: stretch.columns, units }]
    })
    const isColumned = runs.some(({ columns }) => columns > 1)
    const height = heightOf(settings)
    const leaves = isColumned ? leavesOf(runs, height) : sheetsAsLeaves(own, height)
    leaves.forEach((leaf, index) => {
      const before = laid.at(-1)
      const number = index === 0 && settings.start > 0 ? settings.start : 1 + (before?.number ?? 0)
      laid.push({
        ...leaf,
        first: first + leaf.first,
        turns: leaf.turns.map(turn => ({ ...turn, first: first + turn.first })),
        section,
        page: 1 + (before?.page ?? 0) + leaf.torn,
        number: number + leaf.torn,
        isFirst: index === 0 && leaf.torn === 0,
      })
    })
  })
  return laid
}

function sheetsAsLeaves(own: readonly Unit[], height: number): Leaf[] {
  const sheets = sheetsOf(own, height)
  return sheets.map((sheet, index) => ({
    first: sheet.first,
    torn: sheet.torn,
    filler: fillerOf(own.slice(sheet.first, sheets[index + 1]?.first), sheet, height),
    turns: [],
  }))
}

function fillerOf(own: readonly Unit[], sheet: Sheet, height: number): number {
  const last = own.at(-1)
  if (!last) return height
  const below = own.reduce((sum, unit) => sum + (unit.below ?? 0), 0)
  return Math.max(height - below - (last.bottom - sheet.top - sheet.torn * height), 0)
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

/** Lines and rows with their places, measured as if there were no gaps. */
function unitsOf(
  view: EditorView,
  sections: readonly Section[],
  stretches: readonly Stretch[],
): { units: Unit[]; places: Place[] } {
  const measures = sections.map(({ settings }) => ({
    tallOf: notesMeasure(view, settings),
    mostAgain: heightOf(settings) * MOST_AGAIN,
  }))
  const from = view.dom.getBoundingClientRect().top
  const without = withoutGaps(view, from)
  const moves = movesIn(view.dom)
  const units: Unit[] = []
  const places: Place[] = []
  let count = 0
  let begins = false
  const add = (node: number, place: Place, isHeading: boolean, again = 0) => {
    const dom = view.nodeDOM(node)
    if (!(dom instanceof Element)) return
    const { top, bottom } = dom.getBoundingClientRect()
    const notes = notesIn(view.state.doc.nodeAt(node) as Node, count)
    count += notes.length
    const below = measures[place.section]?.tallOf(notes) ?? 0
    const moved = moves?.get(dom)
    const [above, under] =
      moved === undefined
        ? [without(top), without(bottom)]
        : [top - from - moved, bottom - from - moved]
    units.push({ top: above, bottom: under, isHeading, below, again, begins })
    begins = false
    places.push({ ...place, notes })
  }
  const rows = (table: Node, pos: number, before: Place) => {
    const columns = TableMap.get(table).width
    const heads = headRows(table)
    const joined = joinedRows(table, heads.length)
    const tall = heightOfRows(view, pos + 1, heads)
    const { section, stretch } = before
    const mostAgain = measures[section]?.mostAgain ?? 0
    table.forEach((_row, offset, row) => {
      const at = pos + 1 + offset
      const isBelow = row >= heads.length && tall <= mostAgain
      const again = isBelow ? heads : []
      const place: Place = { pos: at, kind: 'row', columns, notes: [], again, section, stretch }
      add(at, row === 0 ? before : place, joined.has(row), isBelow ? tall : 0)
    })
  }
  const { doc } = view.state
  let [section, stretch] = [0, 0]
  doc.forEach((node, pos, index) => {
    while (index >= (sections[section]?.to ?? doc.childCount)) section += 1
    while (index >= (stretches[stretch]?.to ?? doc.childCount)) stretch += 1
    const before: Place = { pos, kind: 'block', columns: 1, notes: [], again: [], section, stretch }
    // Rows cannot be moved beside one another: a table stands whole in its column.
    const isWhole = node.type.name !== 'table' || (stretches[stretch]?.columns ?? 1) > 1
    if (isWhole) add(pos, before, staysWithNext(doc, index))
    else rows(node, pos, before)
    begins = endsPage(node)
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

function heightOfRows(view: EditorView, from: number, rows: readonly Node[]): number {
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
  const bare = { page: 0, number: 0, isFirst: false, filler: 0, columns: 1, again: [] }
  const edges = { head: NOTHING, foot: NOTHING, sections: null, isColumned: false }
  return [{ ...bare, ...edges, pos: doc.content.size, kind: 'end', notes }]
}

/** How tall notes are at the foot of a page. */
function notesMeasure(
  view: EditorView,
  settings: PageSettings,
): (notes: readonly Note[]) => number {
  const wide = (paperOf(settings).wide - settings.left - settings.right) * MM
  return notes => {
    if (notes.length === 0) return 0
    const trial = notesFace(notes)
    trial.style.cssText = `position: absolute; visibility: hidden; width: ${wide}px`
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
