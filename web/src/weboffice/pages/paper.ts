/** The rules for a document's pages, printed and shown. Pure text; who adopts it is `adoptPaper`. */
import { type Band, type Field, type Figures, PLACES, SYLLABLES, type Told, written } from './bands'
import { onPages, placed } from './placed'
import { frameOf } from './sections'
import { type Columned, type PageSettings, paperOf } from './settings'
import { stretchCss } from './stretches'

const FACE = 'font-size: 9pt; color: #464c53; white-space: pre;'
const STYLES = {
  digit: 'decimal',
  roman: 'lower-roman',
  capital: 'upper-roman',
  hangul: 'syllables',
}
const COUNTER_STYLE = `@counter-style syllables {
  system: alphabetic;
  symbols: ${[...SYLLABLES].map(sign => `"${sign}"`).join(' ')};
  suffix: "";
}
`

/** `sections` in their order; one has the page `document`. */
export function paperCss(
  sections: readonly PageSettings[],
  told: Told,
  stretches: readonly Columned[] = [],
): string {
  const isUsual = sections.every(({ figures }) => figures !== 'hangul')
  const pages = sections.map((one, index) => {
    const name = sections.length === 1 ? 'document' : `section-${index}`
    return pageCss(name, one, told, index === 0 ? `${name}:first` : `${name}-first`)
  })
  const placed = sections.length > 1 ? sectionCss(sections) : ''
  const columns = stretchCss(sections, stretches)
  return `${isUsual ? '' : COUNTER_STYLE}${pages.join('\n')}\n${placed}\n${columns}`
}

function pageCss(name: string, settings: PageSettings, told: Told, firstName: string): string {
  const { turned, top, right, bottom, left, figures } = settings
  const boxes = (edge: 'top' | 'bottom', isFirst: boolean) => {
    const band = written(settings, edge, isFirst)
    return PLACES.map(place => box(edge, place, content(band[place], figures, told))).join('\n  ')
  }
  const paper = `size: A4 ${turned ? 'landscape' : 'portrait'};
  margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;`
  const number = settings.start > 0 ? `counter-set: page ${settings.start};` : ''
  const firstCss = `@page ${firstName} {
  ${paper} ${number}
  ${boxes('top', true)}
  ${boxes('bottom', true)}
}`
  return `@page ${name} {
  ${paper}
  ${boxes('top', false)}
  ${boxes('bottom', false)}
}
${isOwnFirst(settings) ? firstCss : ''}`
}

/** Its first page has other bands, or a number that is set. */
const isOwnFirst = ({ first, start }: PageSettings) => first || start > 0

/** Blocks of it, and rows of a table that goes on. */
function firstPage(index: number): string {
  const own = `.doc > .in-section-${index}`
  return `${own}.on-first-page, ${own} > * > .on-first-page { page: section-${index}-first }`
}

/** On the sheet pages stand in the middle of the widest; a narrower window shows no pages. */
function sectionCss(sections: readonly PageSettings[]): string {
  const frame = frameOf(sections)
  const rules = sections.map((one, index) => {
    const { wide, tall } = paperOf(one)
    const beside = (frame.wide - wide) / 2
    const [left, right] = [beside + one.left, beside + one.right]
    const own = `.doc > .in-section-${index}`
    const aside = placed(own, left - frame.left, right - frame.right)
    return `.of-section-${index} {
  --page-left: ${left}mm; --page-right: ${right}mm; --page-top: ${one.top}mm;
  --page-bottom: ${one.bottom}mm; --page-beside: ${beside}mm; --page-tall: ${tall}mm;
}
@media screen {
  ${onPages(frame, aside)}
}
@media print {
  ${own} { page: section-${index} }
  ${index > 0 && isOwnFirst(one) ? firstPage(index) : ''}
}`
  })
  return rules.join('\n')
}

function box(edge: string, place: keyof Band, said: string): string {
  return `@${edge}-${place} { content: ${said}; ${FACE} }`
}

/** Text in quotes, numbers as the printer counts them. */
function content(text: string, figures: Figures, { title, today }: Told): string {
  const parts = text.split(/\{(page|pages|date|title)\}/)
  const said = parts.flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [quoted(part)]
    const field = part as Field
    if (field === 'page' || field === 'pages') return [`counter(${field}, ${STYLES[figures]})`]
    const word = field === 'date' ? today : title
    return word === '' ? [] : [quoted(word)]
  })
  return said.length === 0 ? 'none' : said.join(' ')
}

/** As a string of CSS: what somebody writes stays text. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\<>{}\n\r\f]/g, sign => `\\${sign.charCodeAt(0).toString(16)} `)
  return `"${escaped}"`
}

/** The suite's policy allows no style element; a sheet made here is none. Returns how it ends. */
export function adoptPaper(
  sections: readonly PageSettings[],
  told: Told,
  stretches: readonly Columned[] = [],
): () => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(paperCss(sections, told, stretches))
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== sheet)
  }
}
