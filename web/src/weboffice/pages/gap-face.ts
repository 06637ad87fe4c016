/** What stands at the end of a page on the screen; its footnotes on paper as well. */
import { DOMSerializer, type Node } from 'prosemirror-model'
import { lineOf, type NoteLine, noteSchema } from '../notes/marks'
import type { Note } from '../notes/notes'
import type { Band } from './bands'

export interface Gap {
  readonly pos: number
  readonly kind: 'block' | 'row' | 'end'
  /** Of the table that goes on below. */
  readonly columns: number
  /** The page that ends here, of all, and as it counts itself; whether it is its section's first. */
  readonly page: number
  readonly number: number
  readonly isFirst: boolean
  /** What is left of it, in pixels. */
  readonly filler: number
  /** Above the page that begins here, and below the one that ends. */
  readonly head: Band
  readonly foot: Band
  readonly notes: readonly Note[]
  /** Heading rows of the table that goes on below: they stand above it again. */
  readonly again: readonly Node[]
  /** Of the page that ends and of the next one, by index; null where there is one alone. */
  readonly sections: readonly [number, number] | null
  /** Whether columns stand beside one another on the page that ends: the printer is told its end. */
  readonly isColumned: boolean
}

export function faceOf(gap: Gap): HTMLElement {
  const made = faceAround(gap)
  made.toggleAttribute('data-notes', gap.notes.length > 0)
  made.toggleAttribute('data-columned', gap.isColumned)
  made.toggleAttribute('data-last', gap.kind === 'end')
  if (gap.sections && gap.kind !== 'row') made.classList.add(...classesOf(gap.sections[0]))
  made.classList.toggle(ON_FIRST_PAGE, gap.isFirst)
  return made
}

/** On paper as well: the next page begins with it. */
export function headFace(row: Node): HTMLElement {
  const made = DOMSerializer.fromSchema(row.type.schema).serializeNode(row) as HTMLElement
  made.classList.add('page-gap', 'page-again')
  made.contentEditable = 'false'
  made.setAttribute('aria-hidden', 'true')
  return made
}

export const ON_FIRST_PAGE = 'on-first-page'

/** What the rules of pages/paper.ts know a block of a section by. */
export function classesOf(section: number): string[] {
  return [`in-section-${section}`, `of-section-${section}`]
}

export function notesFace(notes: readonly Note[]): HTMLElement {
  const lines = notes.map(({ number, text, marks }) =>
    part('div', 'page-note', [said(`${number}) `), ...letters(lineOf(text, marks))]),
  )
  return part('div', 'page-notes', lines)
}

function letters(line: NoteLine): HTMLElement[] {
  const made = said('')
  made.append(DOMSerializer.fromSchema(noteSchema).serializeFragment(line.child(0).content))
  return [made]
}

function faceAround(gap: Gap): HTMLElement {
  if (gap.kind !== 'row') return part('div', 'page-gap', insideOf(gap))
  const cell = part('td', 'page-gap-cell', insideOf(gap))
  cell.setAttribute('colspan', String(gap.columns))
  return part('tr', 'page-gap', [cell])
}

function insideOf({ kind, filler, head, foot, page, notes, sections }: Gap): HTMLElement[] {
  const rest = part('div', 'page-rest', [])
  rest.style.height = `calc(${filler}px - var(--print-slack, 0px))`
  const below = notes.length > 0 ? [rest, notesFace(notes)] : [rest]
  if (kind === 'end') return below
  const desk = part('div', 'page-desk', [])
  desk.dataset.pageBreak = String(page + 1)
  const [above, under] = [
    part('div', 'page-head', places(head)),
    part('div', 'page-foot', places(foot)),
  ]
  if (!sections) return [...below, part('div', 'page-edge', [under, desk, above])]
  const next = `of-section-${sections[1]}`
  above.classList.add(next)
  const beside = [part('span', 'page-beside', []), part('span', 'page-beside', [])]
  const parted = part('div', `page-parted ${next}`, beside)
  return [...below, part('div', 'page-edge', [under, desk, parted, above])]
}

function places({ left, center, right }: Band): HTMLElement[] {
  return [said(left), said(center, 'page-center'), said(right, 'page-right')]
}

function said(text: string, name = ''): HTMLElement {
  const made = document.createElement('span')
  made.className = name
  made.textContent = text
  return made
}

export function part(tag: string, name: string, inside: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.contentEditable = 'false'
  made.setAttribute('aria-hidden', 'true')
  made.append(...inside)
  return made
}
