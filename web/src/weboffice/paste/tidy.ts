/**
 * What is pasted from Word, Hangul, spreadsheets and web pages, as lines, tables and pictures of
 * ours. A new tree is made of what the document has a word for; styles, classes, scripts, comments
 * and addresses of pictures stay behind. Nothing is fetched. Pure: tree in, tree out.
 */
import { INSET_DATA } from '../insets/schema'
import { standOf } from '../tables/shade'
import type { Align } from '../text/schema'
import { isHeading } from '../text/schema'
import { BOUNDS } from './bounds'
import { pastedLeading } from './faces'
import { Grid, rowsOf, spanOf } from './grid'
import { DROPPED, isOffice, isTiny, pictureOf } from './junk'
import {
  alignOf,
  cellLooks,
  isFramed,
  isHidden,
  type Marks,
  marksOf,
  PLAIN,
  saidIn,
  styleOf,
} from './looks'
import { isHeadingTag, placeOf } from './places'
import { raised } from './raised'
import { byTyping, type Place } from './signs'
import { noteTexts, noteWordOf } from './word-notes'
import { formed, takeLetters, trimEnd } from './written'

export interface Tidied {
  readonly body: HTMLElement
  /** More than the bounds let through: what came first is there. */
  readonly isCut: boolean
}

/** A line that is being written. */
interface Line {
  readonly element: HTMLElement
  text: string
}

interface Around {
  readonly marks: Marks
  readonly place: Place
  readonly align: Align
  readonly leading: number | null
  readonly lists: number
  readonly isPre: boolean
  readonly depth: number
}

/** A table that is being written; `rows` is how many it will have. */
interface Table {
  readonly table: Element
  readonly grid: Grid
  readonly rows: number
  readonly around: Around
}

const START: Around = {
  marks: PLAIN,
  place: { form: 'text', level: 1 },
  align: null,
  leading: null,
  lists: 0,
  isPre: false,
  depth: 0,
}
const BLOCKS = new Set(
  `P DIV SECTION ARTICLE MAIN HEADER FOOTER NAV ASIDE UL OL LI BLOCKQUOTE PRE FIGURE FIGCAPTION DL DT
  DD H1 H2 H3 H4 H5 H6 CENTER DETAILS SUMMARY ADDRESS FORM FIELDSET CAPTION TR TD TH TBODY THEAD
  TFOOT`.split(/\s+/),
)
const BOXES = new Set(['DIV', 'P', 'SECTION', 'ASIDE', 'BLOCKQUOTE', 'FIELDSET'])
const LONGEST_BOX = 4_000

export function tidy(root: Element): Tidied {
  const work = new Work(root.ownerDocument, noteTexts(root))
  work.children(root, START)
  work.endLine()
  return { body: work.body, isCut: work.isCut }
}

class Work {
  readonly body: HTMLElement
  isCut = false
  private nodes = 0
  private cells = 0
  private pictures = 0
  private line: Line | null = null
  private isBelow = false

  constructor(
    private readonly document: Document,
    private readonly notes: ReadonlyMap<string, string>,
    private within: HTMLElement | null = null,
  ) {
    this.body = document.createElement('div')
    this.within ??= this.body
  }

  children(parent: Node, around: Around): void {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      this.nodes += 1
      if (this.nodes > BOUNDS.nodes) {
        this.isCut = true
        return
      }
      if (node.nodeType === 3) this.text(node.nodeValue ?? '', around)
      else if (node.nodeType === 1) this.element(node as Element, around)
    }
  }

  private element(element: Element, around: Around): void {
    const tag = element.tagName.toUpperCase()
    const style = styleOf(element)
    if (DROPPED.has(tag) || isHidden(style) || isOffice(element, style)) return
    if (around.depth > BOUNDS.depth) {
      this.isCut = true
      this.text(element.textContent ?? '', around)
    } else if (this.isSign(element, tag, around)) return
    else if (tag === 'IMG') this.picture(element, style, around)
    else if (tag === 'HR') this.rule()
    else if (tag === 'TABLE') this.table(element, around)
    else if (this.isBox(element, style)) this.box(element, around)
    else if (BLOCKS.has(tag)) this.block(element, style, around)
    else {
      const marks = marksOf(element, style, around.marks)
      this.children(element, { ...around, marks, depth: around.depth + 1 })
    }
  }

  /** A box of text, or lines with a border around them; not what a web page frames whole parts with. */
  private isBox(element: Element, style: ReadonlyMap<string, string>): boolean {
    return (
      this.within === this.body &&
      BOXES.has(element.tagName) &&
      isFramed(style) &&
      !element.querySelector('table') &&
      (element.textContent ?? '').trim() !== '' &&
      (element.textContent ?? '').length <= LONGEST_BOX
    )
  }

  /** Its frame is that of a table of one cell. */
  private box(element: Element, around: Around): void {
    this.endLine()
    this.cells += 1
    const table = this.document.createElement('table')
    const row = this.document.createElement('tr')
    row.append(this.cell(element, 1, 1, around))
    table.append(row)
    this.body.append(table)
    this.isBelow = false
  }

  private block(element: Element, style: ReadonlyMap<string, string>, around: Around): void {
    this.endLine()
    const tag = element.tagName
    const lists = around.lists + Number(tag === 'UL' || tag === 'OL')
    this.children(element, {
      marks: isHeadingTag(tag) ? PLAIN : marksOf(element, style, around.marks),
      place: placeOf(element, style, around.place, lists),
      align: alignOf(element, style) ?? (tag === 'CENTER' ? 'center' : around.align),
      leading: pastedLeading(element, saidIn(element)) ?? around.leading,
      lists,
      isPre: around.isPre || tag === 'PRE' || (style.get('white-space') ?? '').startsWith('pre'),
      depth: around.depth + 1,
    })
    // An empty paragraph is a space that somebody left.
    if (tag === 'P' && !this.line && !element.querySelector('table,img')) this.open(around)
    this.endLine()
  }

  private text(said: string, around: Around): void {
    const text = around.isPre ? said : said.replace(/[ \t\r\n\f]+/g, ' ')
    const plain = text.replaceAll('\u00a0', ' ').replace(/(?![\t\n])\p{Cc}/gu, '')
    const [first = '', ...more] = around.isPre ? plain.split('\n') : [plain]
    this.said(first, around)
    for (const next of more) {
      this.endLine()
      this.said(next, around)
    }
  }

  private said(text: string, around: Around): void {
    if (!this.line && text.trim() === '') return
    const line = this.open(around)
    const isTrimmed = !around.isPre && (line.text === '' || line.text.endsWith(' '))
    const shown = isTrimmed ? text.replace(/^ +/, '') : text
    if (shown === '') return
    line.text += shown
    line.element.append(this.marked(this.document.createTextNode(shown), around.marks))
  }

  private marked(inner: Node, marks: Marks): Node {
    let made = inner
    const wrap = (tag: string, name?: [string, string]) => {
      const around = this.document.createElement(tag)
      if (name) around.setAttribute(...name)
      around.append(made)
      made = around
    }
    if (marks.tracking) wrap('span', ['data-tracking', String(marks.tracking)])
    if (marks.size) wrap('span', ['data-size', String(marks.size)])
    if (marks.font) wrap('span', ['data-font', marks.font])
    if (marks.ink) wrap('span', ['class', `ink-${marks.ink}`])
    if (marks.strike) wrap('s')
    if (marks.underline) wrap('u')
    if (marks.italic) wrap('em')
    if (marks.bold) wrap('strong')
    if (marks.link) wrap('a', ['href', marks.link])
    return made
  }

  private open({ place, align, leading }: Around): Line {
    if (this.line) return this.line
    const element = this.document.createElement(isHeading(place.form) ? place.form : 'p')
    formed(element, place.form, place.level)
    if (align) element.setAttribute('data-align', align)
    if (leading) element.setAttribute('data-leading', String(leading))
    this.within?.append(element)
    this.line = { element, text: '' }
    return this.line
  }

  endLine(): void {
    const { line } = this
    this.line = null
    if (!line) return
    trimEnd(line.element)
    if (line.element.tagName === 'P' && !line.element.dataset.kind) this.recognise(line)
    else if (line.element.dataset.kind !== 'outline') this.isBelow = false
  }

  /** 개조식 that was typed with its signs, and numbers of pictures and tables. */
  private recognise({ element, text }: Line): void {
    const typed = byTyping(text, this.isBelow)
    this.isBelow = typed?.form === 'outline'
    if (!typed) return
    takeLetters(element, typed.length)
    formed(element, typed.form, typed.level)
  }

  private breakLine(element: Element, around: Around): void {
    if (element.className === 'Apple-interchange-newline' || !this.line) return
    this.open(around).element.append(this.document.createElement('br'))
    this.line.text += ' '
  }

  private rule(): void {
    this.endLine()
    // Cells hold lines only.
    if (this.within === this.body) this.body.append(this.document.createElement('hr'))
  }

  private picture(element: Element, style: ReadonlyMap<string, string>, around: Around): void {
    if (isTiny(element, style) && !element.hasAttribute('data-picture')) return
    this.pictures += 1
    if (this.pictures > BOUNDS.pictures) {
      this.isCut = true
      return
    }
    const line = this.open(around)
    line.element.append(pictureOf(element))
    line.text += '\uFFFC'
  }

  /** What stands in a line like a letter. */
  private isSign(element: Element, tag: string, around: Around): boolean {
    if (tag === 'BR') this.breakLine(element, around)
    else if (element.hasAttribute('data-inset')) this.inset(element, around)
    else if (this.notes.has(noteWordOf(element))) this.note(element, around)
    else if (tag === 'SUP' || tag === 'SUB') this.raise(element, around)
    else return false
    return true
  }

  /** A footnote of Word, with its text from below. */
  private note(element: Element, around: Around): void {
    const line = this.open(around)
    const made = this.document.createElement('sup')
    made.setAttribute('data-footnote', this.notes.get(noteWordOf(element)) ?? '')
    line.element.append(made)
    line.text += '\uFFFC'
  }

  /** ㎡ and CO₂ mean something else without it. */
  private raise(element: Element, around: Around): void {
    const said = raised(element.textContent ?? '', element.tagName === 'SUP')
    if (said === null) this.children(element, { ...around, depth: around.depth + 1 })
    else this.text(said, around)
  }

  /** Ours, moved or copied. */
  private inset(element: Element, around: Around): void {
    const line = this.open(around)
    const made = this.document.createElement('span')
    for (const name of INSET_DATA) {
      const value = element.getAttribute(name)
      if (value !== null) made.setAttribute(name, value.slice(0, 5_000))
    }
    line.element.append(made)
    line.text += '\uFFFC'
  }

  private table(element: Element, around: Around): void {
    this.endLine()
    if (this.within !== this.body || around.depth > BOUNDS.depth) {
      // A table within a cell becomes lines.
      this.children(element, { ...around, depth: around.depth + 1 })
      this.endLine()
      return
    }
    const table = this.document.createElement('table')
    const rows = rowsOf(element)
    const into: Table = { table, grid: new Grid(), rows: rows.length, around }
    for (const [y, row] of rows.entries()) this.row(row, y, into)
    if (table.querySelector('td,th')) this.body.append(table)
    this.within = this.body
    this.isBelow = false
  }

  private row(row: Element, y: number, { table, grid, rows, around }: Table): void {
    const made = this.document.createElement('tr')
    let x = 0
    for (const cell of row.children) {
      if (!/^T[DH]$/i.test(cell.tagName)) continue
      x = grid.next(y, x)
      if (this.cells >= BOUNDS.cells || x >= BOUNDS.columns) {
        this.isCut = true
        break
      }
      const wide = Math.min(spanOf(cell, 'colspan'), grid.free(y, x))
      const tall = Math.min(spanOf(cell, 'rowspan'), rows - y)
      grid.take(y, x, tall, wide)
      this.cells += wide * tall
      made.append(this.cell(cell, wide, tall, around))
      x += wide
    }
    if (made.childElementCount > 0 || grid.isBegun) table.append(made)
  }

  private cell(cell: Element, wide: number, tall: number, around: Around): HTMLElement {
    const isHead = /^TH$/i.test(cell.tagName) || cell.closest('thead') !== null
    const made = this.document.createElement(isHead ? 'th' : 'td')
    if (wide > 1) made.setAttribute('colspan', String(wide))
    if (tall > 1) made.setAttribute('rowspan', String(tall))
    const style = styleOf(cell)
    const { fill, stand } = cellLooks(cell, style)
    if (fill) made.setAttribute('data-fill', fill)
    if (standOf(stand)) made.setAttribute('data-stand', stand)
    this.within = made
    // A head is bold by its kind.
    const marks = isHead ? PLAIN : marksOf(cell, style, PLAIN)
    this.children(cell, { ...START, marks, align: alignOf(cell, style), depth: around.depth + 1 })
    this.endLine()
    if (!made.firstChild) made.append(this.document.createElement('p'))
    this.within = this.body
    return made
  }
}
