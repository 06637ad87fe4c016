/**
 * Long lists are lifted out of a form before the engine gets it: it would look at each row of ten
 * thousand, for each question, whenever an answer changes. The question is a text to the engine then,
 * and its choices are ours to show and to search; the server checks the answer by the same list [MF8].
 * What the engine has to know of the list for anything else stays with it.
 */
import { type Row, rowsOf } from './rows'
import { asXml } from './xml'

/** So many rows the engine takes in its stride. */
export const LONG = 200

/** A column says what is answered elsewhere: a path from the root, or from the question itself. */
export interface Condition {
  readonly column: string
  readonly path: string
}

export interface LongList {
  /** What expressions call it. */
  readonly source: string
  readonly rows: readonly Row[]
  readonly value: string
  readonly label: string
  readonly conditions: readonly Condition[]
  readonly isOne: boolean
}

/** By the path of the question, without the numbers of turns. */
export type LongLists = ReadonlyMap<string, LongList>

export interface Lifted {
  readonly xml: string
  readonly lists: LongLists
}

type Media = (name: string) => Promise<Blob | null>

const NODESET = /^\s*instance\(\s*['"]([^'"]+)['"]\s*\)\/root\/item(?:\[(.*)\])?\s*$/s
const EQUAL = /^\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*=\s*((?:current\(\)\/\.\.)?[\p{L}\p{N}_./-]+)\s*$/u
const CHOICE_NAME =
  /jr:choice-name\(\s*((?:current\(\)\/)?[\p{L}\p{N}_./-]+)\s*,\s*['"]\s*([^'"]+?)\s*['"]\s*\)/gu
const FILE = /^jr:\/\/file(?:-csv)?\/(.+\.(?:csv|geojson))$/i

export async function lift(xml: string, media: Media): Promise<Lifted> {
  const untouched: Lifted = { xml, lists: new Map() }
  if (!/src="jr:\/\/file/.test(xml)) return untouched
  const form = new DOMParser().parseFromString(asXml(xml), 'text/xml')
  const sources = await longSources(form, media)
  if (sources.size === 0) return untouched
  const lists = new Map<string, LongList>()
  for (const control of all(form, 'select1', 'select')) {
    const path = control.getAttribute('ref') ?? ''
    const list = listOf(control, sources)
    if (list === null || !askRows(form, path, list)) continue
    lists.set(path, list)
    asText(form, control)
  }
  if (lists.size === 0) return untouched
  dropUnused(form)
  return { xml: new XMLSerializer().serializeToString(form), lists }
}

async function longSources(form: Document, media: Media): Promise<Map<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>()
  for (const instance of all(form, 'instance')) {
    const [, name] = FILE.exec(instance.getAttribute('src') ?? '') ?? []
    if (name === undefined) continue
    const file = await media(decodeURIComponent(name).normalize('NFC'))
    const rows = file ? rowsOf(name, await file.text()) : []
    if (rows.length > LONG) found.set(instance.id, rows)
  }
  return found
}

function listOf(control: Element, sources: ReadonlyMap<string, readonly Row[]>): LongList | null {
  const itemset = [...control.children].find(({ localName }) => localName === 'itemset')
  const [, source = '', filter] = NODESET.exec(itemset?.getAttribute('nodeset') ?? '') ?? []
  const rows = sources.get(source)
  const conditions = conditionsOf(filter)
  const label = refOf(itemset, 'label')
  if (!rows || conditions === null || label.startsWith('jr:')) return null
  const isOne = control.localName === 'select1'
  return { source, rows, value: refOf(itemset, 'value'), label, conditions, isOne }
}

function refOf(itemset: Element | undefined, name: string): string {
  const found = [...(itemset?.children ?? [])].find(({ localName }) => localName === name)
  return found?.getAttribute('ref') ?? ''
}

/** Null where more is asked of a row than that columns say what was answered. */
function conditionsOf(filter: string | undefined): readonly Condition[] | null {
  if (filter === undefined) return []
  const parts = filter.split(/\sand\s/).map(part => EQUAL.exec(part))
  const found = parts.map(part =>
    part?.[2]?.includes('/') ? { column: part[1] ?? '', path: part[2] } : null,
  )
  return found.every(each => each !== null) ? (found as Condition[]) : null
}

/**
 * `jr:choice-name` asks the engine for a label of the question, which has none when it is a text: its
 * row is asked instead. False where the value is more than a path, so that the list has to stay.
 */
function askRows(form: Document, path: string, list: LongList): boolean {
  const naming = all(form)
    .flatMap(({ attributes }) => [...attributes])
    .filter(({ value }) => value.includes('jr:choice-name'))
  const said = naming.map(({ value }) =>
    value.replace(CHOICE_NAME, (whole, chosen: string, of: string) =>
      of === path ? rowOf(list, chosen) : whole,
    ),
  )
  if (said.some(each => namesStill(each, path))) return false
  naming.forEach((attribute, at) => {
    attribute.value = said[at] ?? attribute.value
  })
  return true
}

/** Inside the brackets a path that leans on its question would lean on the row. */
function rowOf({ source, value, label }: LongList, path: string): string {
  const own = path.startsWith('.') ? `current()/${path}` : path
  return `instance('${source}')/root/item[${value} = ${own}]/${label}`
}

function namesStill(expression: string, path: string): boolean {
  return [...expression.matchAll(/jr:choice-name\([^'"]*(['"])\s*(.*?)\s*\1/g)].some(
    ([, , of]) => of === path,
  )
}

/** A text with the same words; its looks stay, for whoever draws it. */
function asText(form: Document, control: Element): void {
  const text = form.createElementNS(control.namespaceURI, 'input')
  for (const { name, value } of [...control.attributes]) text.setAttribute(name, value)
  for (const child of [...control.children]) {
    if (child.localName !== 'itemset') text.append(child)
  }
  control.replaceWith(text)
}

/** What no expression names any more need not be read. */
function dropUnused(form: Document): void {
  const rest = new XMLSerializer().serializeToString(form)
  for (const instance of all(form, 'instance')) {
    const isNamed = new RegExp(`(instance|pulldata)\\(\\s*(['"]|&quot;|&apos;)${instance.id}\\b`)
    if (instance.hasAttribute('src') && !isNamed.test(rest)) instance.remove()
  }
}

/** Of these names; of any where none is given. */
function all(form: Document, ...names: readonly string[]): Element[] {
  const elements = [...form.getElementsByTagName('*')]
  return names.length > 0 ? elements.filter(({ localName }) => names.includes(localName)) : elements
}
