/**
 * What a spreadsheet says of its cells by classes (`.xl65 {font-weight:700}`), written to the cells
 * themselves while all is still text: a style sheet that is parsed is one that the suite's policy
 * complains of. Other elements keep to their own styles. Pure.
 */
type Rules = ReadonlyMap<string, string>

const SHEET = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi
const RULE = /([^{}]+)\{([^{}]*)\}/g
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
