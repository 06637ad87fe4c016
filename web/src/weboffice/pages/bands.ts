/**
 * What stands above and below a page: a left, a middle and a right. Fields stand in braces: they are
 * what each page, day and document says there. Pure.
 */
import type { PageSettings } from './settings'

export const PLACES = ['left', 'center', 'right'] as const
export type Place = (typeof PLACES)[number]
export type Band = Readonly<Record<Place, string>>
export const FIELDS = ['page', 'pages', 'date', 'title'] as const
export type Field = (typeof FIELDS)[number]
export const FIGURES = ['digit', 'roman', 'capital', 'hangul'] as const
export type Figures = (typeof FIGURES)[number]

/** As the shared document names them; the oldest two have the shortest names. */
export const BANDS = {
  top: { left: 'headerLeft', center: 'headerCenter', right: 'header' },
  bottom: { left: 'footer', center: 'footerCenter', right: 'footerRight' },
  firstTop: {
    left: 'firstHeaderLeft',
    center: 'firstHeaderCenter',
    right: 'firstHeaderRight',
  },
  firstBottom: {
    left: 'firstFooterLeft',
    center: 'firstFooterCenter',
    right: 'firstFooterRight',
  },
} as const
export type BandName = keyof typeof BANDS
export type EdgeName = (typeof BANDS)[BandName][Place]
export const EDGES: readonly EdgeName[] = Object.values(BANDS).flatMap(places =>
  PLACES.map(place => places[place]),
)
/** How the number below is written where nothing else stands in the middle. */
export const NUMBERED = { dash: '- {page} -', plain: '{page}', of: '{page} / {pages}', none: '' }

export interface Told {
  readonly title: string
  readonly today: string
}

export interface Counted extends Told {
  readonly page: number
  readonly pages: number
  /** Whether it is the first of its section. */
  readonly isFirst: boolean
}

/** A band as it is written, with its fields. */
export function written(settings: PageSettings, edge: 'top' | 'bottom', isFirst: boolean): Band {
  const isOwn = isFirst && settings.first
  const names = isOwn ? BANDS[edge === 'top' ? 'firstTop' : 'firstBottom'] : BANDS[edge]
  const { left, center, right } = names
  const number = edge === 'bottom' && !isOwn ? NUMBERED[settings.numbers] : ''
  return {
    left: settings[left],
    center: settings[center] || number,
    right: settings[right],
  }
}

/** A band as a page shows it. */
export function shown(settings: PageSettings, edge: 'top' | 'bottom', counted: Counted): Band {
  const band = written(settings, edge, counted.isFirst)
  const say = (text: string) => filled(text, settings.figures, counted)
  return { left: say(band.left), center: say(band.center), right: say(band.right) }
}

function filled(text: string, figures: Figures, { page, pages, today, title }: Counted): string {
  const said = { page: figure(page, figures), pages: figure(pages, figures), date: today, title }
  return text.replace(/\{(page|pages|date|title)\}/g, (_, field: Field) => said[field])
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]
export const SYLLABLES = '가나다라마바사아자차카타파하'

export function figure(number: number, figures: Figures): string {
  if (figures === 'hangul') return syllables(number)
  if (figures === 'digit') return String(number)
  const said = roman(number)
  return figures === 'roman' ? said : said.toUpperCase()
}

function roman(number: number): string {
  let left = number
  let said = ''
  for (const [value, sign] of ROMAN) {
    said += sign.repeat(Math.floor(left / value))
    left %= value
  }
  return said
}

/** As letters count: … 파, 하, 가가, 가나. */
function syllables(number: number): string {
  let left = number
  let said = ''
  while (left > 0) {
    left -= 1
    said = (SYLLABLES[left % SYLLABLES.length] ?? '') + said
    left = Math.floor(left / SYLLABLES.length)
  }
  return said
}
