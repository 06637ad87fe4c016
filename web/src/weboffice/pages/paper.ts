/** The printer's rules for a document's pages. Pure text; who adopts it is `adoptPaper`. */
import type { PageSettings } from './settings'

const FACE = 'font-size: 9pt; color: #464c53; white-space: pre;'
const COUNTERS = {
  dash: '"- " counter(page) " -"',
  plain: 'counter(page)',
  of: 'counter(page) " / " counter(pages)',
  none: 'none',
}

export function paperCss(settings: PageSettings): string {
  const { turned, top, right, bottom, left, header, footer, numbers, first } = settings
  const edge = (place: string, content: string) => `@${place} { content: ${content}; ${FACE} }`
  const bare = ['top-right', 'bottom-left', 'bottom-center'].map(place => edge(place, 'none'))
  return `@page document {
  size: A4 ${turned ? 'landscape' : 'portrait'};
  margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;
  ${edge('top-right', quoted(header))}
  ${edge('bottom-left', quoted(footer))}
  ${edge('bottom-center', COUNTERS[numbers])}
}
${first ? `@page document:first { ${bare.join(' ')} }` : ''}`
}

/** As a string of CSS: what somebody writes stays text. */
function quoted(text: string): string {
  if (text === '') return 'none'
  const escaped = text.replace(/["\\<>{}\n\r\f]/g, sign => `\\${sign.charCodeAt(0).toString(16)} `)
  return `"${escaped}"`
}

/** The suite's policy allows no style element; a sheet made here is none. Returns how it ends. */
export function adoptPaper(settings: PageSettings): () => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(paperCss(settings))
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== sheet)
  }
}
