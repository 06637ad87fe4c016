/** How the pages of a document are, as its writers have set it. Kept beside the text, in the shared document. */
import type * as Y from 'yjs'
import { type Store, store } from '@/kernel/store'
import { EDGES, type EdgeName, FIGURES, type Figures, type Told } from './bands'
import { today } from './today'

export const PAGE_ROOT = 'page'
export const NUMBERS = ['dash', 'plain', 'of', 'none'] as const
export type Numbers = (typeof NUMBERS)[number]
export const SIDES = ['top', 'right', 'bottom', 'left'] as const
export type Side = (typeof SIDES)[number]

export interface PageSettings
  extends Readonly<Record<Side, number>>,
    Readonly<Record<EdgeName, string>> {
  readonly turned: boolean
  readonly numbers: Numbers
  readonly figures: Figures
  /** The first page has a header and a footer of its own, or none, and no number. */
  readonly first: boolean
  /** The number of the first page; 0 where numbers go on from the section before. */
  readonly start: number
  /** How many columns the text stands in, how far apart in millimetres, and whether a line parts them. */
  readonly columns: number
  readonly gap: number
  readonly ruled: boolean
}

/** How the text of a section, by index, stands in columns for a stretch: see stretches.ts. */
export interface Columned extends Pick<PageSettings, 'columns' | 'gap' | 'ruled'> {
  readonly section: number
}

const BARE = Object.fromEntries(EDGES.map(name => [name, ''])) as Record<EdgeName, string>
export const USUAL: PageSettings = {
  ...BARE,
  turned: false,
  top: 22,
  right: 22,
  bottom: 28,
  left: 22,
  numbers: 'dash',
  figures: 'digit',
  first: false,
  start: 0,
  columns: 1,
  gap: 8, // as in Hangul
  ruled: false,
}
export const SETTINGS = Object.keys(USUAL) as (keyof PageSettings)[]
export const COLUMN_SETTINGS = ['columns', 'gap', 'ruled'] as const
/** Whose change it is, for who takes it back: a step of its own, or a part of the step before. */
export const ALONE = { step: 'alone' }
export const ALONG = { step: 'along' }
export const LEAST_MM = 10
export const MOST_MM = 60
export const LONGEST_EDGE = 200
export const HIGHEST_START = 9_999
const MOST_COLUMNS = 9
export const COLUMNS = [1, 2, 3, 4] as const // what is offered
export const LEAST_GAP_MM = 0
export const MOST_GAP_MM = 40
const A4 = { short: 210, long: 297 }

/** In millimetres. */
export function paperOf({ turned }: Pick<PageSettings, 'turned'>): { wide: number; tall: number } {
  return turned ? { wide: A4.long, tall: A4.short } : { wide: A4.short, tall: A4.long }
}

export function readSettings(map: Y.Map<unknown>): PageSettings {
  return settingsFrom(name => map.get(name))
}

/** Within bounds, whatever another client has written. */
export function settingsFrom(said: (name: string) => unknown): PageSettings {
  const mm = (side: Side) => {
    const value = said(side)
    const isNumber = typeof value === 'number' && Number.isFinite(value)
    return isNumber ? Math.min(Math.max(value, LEAST_MM), MOST_MM) : USUAL[side]
  }
  const text = (name: string) => {
    const value = said(name)
    return typeof value === 'string' ? value.slice(0, LONGEST_EDGE) : ''
  }
  const numbers = NUMBERS.find(one => one === said('numbers'))
  const figures = FIGURES.find(one => one === said('figures'))
  const start = said('start')
  const gap = said('gap')
  const edges = EDGES.map(name => [name, text(name)])
  return {
    top: mm('top'),
    right: mm('right'),
    bottom: mm('bottom'),
    left: mm('left'),
    turned: said('turned') === true,
    ...(Object.fromEntries(edges) as Record<EdgeName, string>),
    numbers: numbers ?? USUAL.numbers,
    figures: figures ?? USUAL.figures,
    first: said('first') === true,
    start: isStart(start) ? start : 0,
    columns: columnsIn(said('columns')),
    gap: isGap(gap) ? gap : USUAL.gap,
    ruled: said('ruled') === true,
  }
}

/** One unless something else is said within bounds. */
export function columnsIn(said: unknown): number {
  return Number.isInteger(said) && Number(said) > 1 && Number(said) <= MOST_COLUMNS
    ? Number(said)
    : 1
}

export function isGap(value: unknown): value is number {
  return typeof value === 'number' && value >= LEAST_GAP_MM && value <= MOST_GAP_MM
}

function isStart(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= HIGHEST_START
}

/** Only what changed: two people who set different things at once keep both. */
export function writeSettings(
  doc: Y.Doc,
  wanted: Partial<PageSettings>,
  origin: typeof ALONE = ALONE,
): void {
  const map = doc.getMap(PAGE_ROOT)
  const now = readSettings(map)
  doc.transact(() => {
    for (const [name, value] of Object.entries(wanted)) {
      if (now[name as keyof PageSettings] !== value) map.set(name, value)
    }
  }, origin)
}

/** A page as it counts itself, and whether it is the first of its section. */
export interface Place {
  readonly page: number
  readonly isFirst: boolean
}

export class PageSetup {
  /** Of the whole document; of several sections, those of the last one. */
  readonly settings: Store<PageSettings>
  /** Of each section in order, as far as the sheet knows. */
  readonly sections: Store<readonly PageSettings[]>
  /** How many pages the sheet shows; 0 where it shows none. */
  readonly pages: Store<number> = store(0)
  /** The last of them. */
  readonly last: Store<Place> = store<Place>({ page: 1, isFirst: true })
  /** Where the number of columns is another, as far as the sheet knows. */
  readonly stretches: Store<readonly Columned[]> = store<readonly Columned[]>([])
  /** Of the document, where a page says it. */
  readonly title: Store<string> = store('')
  private readonly map: Y.Map<unknown>

  constructor(private readonly doc: Y.Doc) {
    this.map = doc.getMap(PAGE_ROOT)
    this.settings = store(readSettings(this.map))
    this.sections = store<readonly PageSettings[]>([this.settings.get()])
    this.map.observe(() => this.settings.set(readSettings(this.map)))
  }

  get told(): Told {
    return { title: this.title.get(), today: today() }
  }

  write(wanted: Partial<PageSettings>, origin = ALONE): void {
    writeSettings(this.doc, wanted, origin)
  }
}

/** The names of what differs between two. */
export function differing(one: PageSettings, other: PageSettings): (keyof PageSettings)[] {
  const names = Object.keys(USUAL) as (keyof PageSettings)[]
  return names.filter(name => one[name] !== other[name])
}
