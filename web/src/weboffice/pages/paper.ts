/** The printer's rules for a document's pages. Pure text; who adopts it is `adoptPaper`. */
import { type Band, type Field, type Figures, PLACES, SYLLABLES, type Told, written } from './bands'
import type { PageSettings } from './settings'

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

export function paperCss(settings: PageSettings, told: Told): string {
  const { turned, top, right, bottom, left, figures, first } = settings
  const boxes = (edge: 'top' | 'bottom', isFirst: boolean) => {
    const band = written(settings, edge, isFirst)
    return PLACES.map(place => box(edge, place, content(band[place], figures, told))).join('\n  ')
  }
  return `${figures === 'hangul' ? COUNTER_STYLE : ''}@page document {
  size: A4 ${turned ? 'landscape' : 'portrait'};
  margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;
  ${boxes('top', false)}
  ${boxes('bottom', false)}
}
${first ? `@page document:first { ${boxes('top', true)} ${boxes('bottom', true)} }` : ''}`
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
export function adoptPaper(settings: PageSettings, told: Told): () => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(paperCss(settings, told))
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== sheet)
  }
}
