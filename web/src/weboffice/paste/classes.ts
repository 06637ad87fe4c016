/**
 * What a spreadsheet says of its cells by classes (`.xl65 {font-weight:700}`), written to the cells
 * themselves while all is still text: a style sheet that is parsed is one that the suite's policy
 * complains of. Other elements keep to their own styles. Pure.
 */
type Rules = ReadonlyMap<string, string>

const SHEET = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi
const RULE = /([^{}]+)\{([^{}]*)\}/g
/** Usual text of Word and Hangul, and usual cells of Excel. */
const OF_USUAL = /^(?:p\.(?:msonormal|hstyle0)|td)$/
const LINE = /^<(?:p|li|div|h[1-6]|t[dh])\b/i
const OF_CELL = /^(?:t[dh]|font)?\.([\w-]+)$/
const CELL = /^<(?:t[dh]|font)\b/i
const CLASSES = /\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i
const [LONGEST_SHEET, MOST_RULES] = [500_000, 5_000]

export function rulesIn(html: string): Rules {
  const found = new Map<string, string>()
  for (const [, sheet = ''] of html.matchAll(SHEET)) {
    const plain = sheet.slice(0, LONGEST_SHEET).replace(/<!--|-->|\/\*[\s\S]*?\*\//g, ' ')
    for (const [, selectors = '', said = ''] of plain.matchAll(RULE)) {
      if (found.size >= MOST_RULES) return found
      for (const name of namesIn(selectors)) {
        found.set(name, `${found.get(name) ?? ''}${said.trim()};`)
      }
    }
  }
  return found
}

/** What usual text looks like, by `p` and `td`; empty where nothing says it. */
export function usualIn(html: string): Rules {
  const found = new Map<string, string>()
  for (const [, sheet = ''] of html.matchAll(SHEET)) {
    const plain = sheet.slice(0, LONGEST_SHEET).replace(/<!--|-->|\/\*[\s\S]*?\*\//g, ' ')
    for (const [, selectors = '', said = ''] of plain.matchAll(RULE)) {
      const of = selectors
        .toLowerCase()
        .split(',')
        .map(one => OF_USUAL.exec(one.trim())?.[0])
      const name = of.find(Boolean)?.split('.')[0]
      if (name && !found.has(name)) found.set(name, said.trim())
    }
  }
  return found
}

/** A tag of a line or a cell, with what is usual there under the name `aside`. */
export function withUsual(tag: string, usual: Rules, aside: string): string {
  if (usual.size === 0 || !LINE.test(tag)) return tag
  const said = usual.get(CELL.test(tag) ? 'td' : 'p')
  return said === undefined
    ? tag
    : tag.replace(/^<\w+/, start => `${start} ${aside}="${escaped(said)}"`)
}

function namesIn(selectors: string): string[] {
  return selectors
    .toLowerCase()
    .split(',')
    .flatMap(one => OF_CELL.exec(one.trim())?.[1] ?? [])
}

/** A tag whose own style, under the name `aside`, stands behind what its classes say. */
export function withClasses(tag: string, rules: Rules, aside: string): string {
  if (rules.size === 0 || !CELL.test(tag)) return tag
  const [, double, single, bare] = CLASSES.exec(tag) ?? []
  const names = (double ?? single ?? bare ?? '').toLowerCase().split(/\s+/)
  const said = names.map(name => rules.get(name) ?? '').join('')
  if (said === '') return tag
  const own = new RegExp(`\\s${aside}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i')
  const [whole = '', quoted, ticked] = own.exec(tag) ?? []
  const value = escaped(said) + (quoted ?? (ticked ?? '').replaceAll('"', '&quot;'))
  const rest = whole ? tag.replace(whole, '') : tag
  return rest.replace(/^<\w+/, start => `${start} ${aside}="${value}"`)
}

function escaped(said: string): string {
  return said.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replace(/[<>]/g, '')
}
