/** What stands at the end of a page on the screen; its footnotes on paper as well. */
import { DOMSerializer, type Node } from 'prosemirror-model'
import type { Note } from '../notes/notes'

export interface Gap {
  readonly pos: number
  readonly kind: 'block' | 'row' | 'end'
  /** Of the table that goes on below. */
  readonly columns: number
  /** The page that ends here. */
  readonly page: number
  /** What is left of it, in pixels. */
  readonly filler: number
  readonly header: string
  readonly footer: string
  readonly number: string
  readonly notes: readonly Note[]
  /** Heading rows of the table that goes on below: they stand above it again. */
  readonly again: readonly Node[]
}

export function isSame(some: readonly Gap[], others: readonly Gap[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}

export function faceOf(gap: Gap): HTMLElement {
  const made = faceAround(gap)
  made.toggleAttribute('data-notes', gap.notes.length > 0)
  made.toggleAttribute('data-last', gap.kind === 'end')
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

export function notesFace(notes: readonly Note[]): HTMLElement {
  const lines = notes.map(({ number, text }) =>
    part('div', 'page-note', [said(`${number}) ${text}`)]),
  )
  return part('div', 'page-notes', lines)
}

function faceAround(gap: Gap): HTMLElement {
  if (gap.kind !== 'row') return part('div', 'page-gap', insideOf(gap))
  const cell = part('td', 'page-gap-cell', insideOf(gap))
  cell.setAttribute('colspan', String(gap.columns))
  return part('tr', 'page-gap', [cell])
}

function insideOf({ kind, filler, header, footer, number, page, notes }: Gap): HTMLElement[] {
  const rest = part('div', 'page-rest', [])
  rest.style.height = `calc(${filler}px - var(--print-slack, 0px))`
  const below = notes.length > 0 ? [rest, notesFace(notes)] : [rest]
  if (kind === 'end') return below
  const foot = part('div', 'page-foot', [said(footer), said(number, 'page-number'), said('')])
  const head = part('div', 'page-head', [said(header)])
  const desk = part('div', 'page-desk', [])
  desk.dataset.pageBreak = String(page + 1)
  return [...below, part('div', 'page-edge', [foot, desk, head])]
}

function said(text: string, name = ''): HTMLElement {
  const made = document.createElement('span')
  made.className = name
  made.textContent = text
  return made
}

function part(tag: string, name: string, inside: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.contentEditable = 'false'
  made.setAttribute('aria-hidden', 'true')
  made.append(...inside)
  return made
}
