/** Where two sheets of answers differ: the phone's XML and what the server shows of its own. */
export interface ServerAnswer {
  readonly path: string
  readonly label: string
  readonly value: string
  readonly shown: string
}

export interface Difference {
  readonly path: string
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

const LEFT_OUT = /\/(meta|start|end|today)(\/|$)/

export function differencesOf(xml: string, theirs: readonly ServerAnswer[]): Difference[] {
  const mine = leavesOf(xml)
  const known = new Map(theirs.map(answer => [answer.path, answer]))
  const paths = new Set([...mine.keys(), ...known.keys()])
  return [...paths]
    .filter(path => !LEFT_OUT.test(path))
    .map(path => ({
      path,
      label: known.get(path)?.label || path.slice(path.lastIndexOf('/') + 1),
      mine: mine.get(path) ?? '',
      theirs: known.get(path)?.value ?? '',
    }))
    .filter(each => each.mine !== each.theirs && known.size > 0)
    .filter(each => known.has(each.path) || isAsked(each.path, known))
}

/** Calculations are no answers, and the server shows answers alone. */
function isAsked(path: string, known: ReadonlyMap<string, ServerAnswer>): boolean {
  const around = path.slice(0, path.lastIndexOf('/'))
  return !path.includes('_failed') && [...known.keys()].some(each => each.startsWith(around))
}

/** Values by path; an XML of our own that was never sent anywhere else. */
export function leavesOf(xml: string): Map<string, string> {
  const found = new Map<string, string>()
  const stack: string[] = []
  const tokens = xml.matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>([^<]*)/g)
  for (const [, isEnd, name = '', isEmpty, text = ''] of tokens) {
    if (isEnd) {
      stack.pop()
      continue
    }
    stack.push(name.replace(/^.*:/, ''))
    if (text.trim()) found.set(`/${stack.join('/')}`, unescaped(text.trim()))
    if (isEmpty) stack.pop()
  }
  return found
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => letters[name] ?? '')
}
