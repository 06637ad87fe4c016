/**
 * Sections: stretches of a document with pages of their own. A break is an inset in the last line of
 * a section and says how the pages before it are, as in a DOCX; the last section's stand beside the
 * text. So a break that is deleted gives its text to what follows. Pure.
 */
import type { Node } from 'prosemirror-model'
import { columnsIn, type PageSettings, paperOf, SETTINGS, settingsFrom } from './settings'

export interface Section {
  /** Its blocks, by index: from the first to before the last. */
  readonly from: number
  readonly to: number
  /** Where its break stands; null of the last one. */
  readonly pos: number | null
  readonly settings: PageSettings
}

/** The widest page of a document, and the margins that all its pages share, in millimetres. */
export interface Frame {
  readonly wide: number
  readonly left: number
  readonly right: number
}

interface Held {
  readonly section: { readonly node: Node; readonly offset: number } | null
  readonly endsPage: boolean
}
const known = new WeakMap<Node, Held>()

/** The last break of a section that a line holds and where in it, and whether a page ends with it. */
function heldBy(line: Node): Held {
  const before = known.get(line)
  if (before) return before
  let section: Held['section'] = null
  let endsPage = false
  if (line.isTextblock) {
    line.forEach((node, offset) => {
      if (!isBreak(node)) return
      if (node.attrs.what === 'section') section = { node, offset }
      else endsPage = true
    })
  }
  const held = { section, endsPage }
  known.set(line, held)
  return held
}

/** Of a section, or of a page within one. */
export function isBreak({ type, attrs }: Node): boolean {
  return type.name === 'inset' && (attrs.what === 'section' || attrs.what === 'page_break')
}

export function endsPage(block: Node): boolean {
  return heldBy(block).endsPage
}

/** In order, one at least; behind the last block no page begins, and a break that flows begins none. */
export function sectionsOf(doc: Node, last: PageSettings): Section[] {
  return partsOf(doc, last, isFlowing => !isFlowing)
}

/** Sections, and what breaks that flow part within them: text in other columns. */
export function stretchesIn(doc: Node, last: PageSettings): Section[] {
  return partsOf(doc, last, () => true)
}

function partsOf(doc: Node, last: PageSettings, ends: (isFlowing: boolean) => boolean): Section[] {
  const found: Section[] = []
  let from = 0
  doc.forEach((block, pos, index) => {
    const held = heldBy(block).section
    if (!held || !ends(held.node.attrs.flow === true) || index === doc.childCount - 1) return
    const settings = settingsOf(held.node)
    found.push({ from, to: index + 1, pos: pos + 1 + held.offset, settings })
    from = index + 1
  })
  found.push({ from, to: doc.childCount, pos: null, settings: last })
  return found
}

export function hasSections(doc: Node): boolean {
  for (let index = 0; index < doc.childCount - 1; index += 1) {
    const held = heldBy(doc.child(index)).section
    if (held && held.node.attrs.flow !== true) return true
  }
  return false
}

/** As a break says; one of an older release says it in words alone, or its columns. */
function settingsOf({ attrs }: Node): PageSettings {
  const settings = settingsFrom(
    name => attrs[name] ?? (name === 'columns' ? columnsOf(attrs.text) : null),
  )
  if (typeof attrs.turned === 'boolean') return settings
  const [wide = 0, tall = 0] = String(attrs.text).match(/\d+/g)?.map(Number) ?? []
  return { ...settings, turned: wide > tall }
}

/** What a break says of columns behind its paper: `210 × 297 mm, 2`. */
export function columnsOf(text: unknown): number {
  return columnsIn(Number(/mm, (\d)$/.exec(String(text))?.[1]))
}

/** The attributes of a break: what differs from the usual, and how its paper lies. */
export function attrsOf(settings: PageSettings): Record<string, unknown> {
  const { columns } = settings
  const { wide, tall } = paperOf(settings)
  const usual = settingsFrom(() => undefined)
  const said = SETTINGS.map(name => [
    name,
    settings[name] === usual[name] && name !== 'turned' ? null : settings[name],
  ])
  const text = `${wide} × ${tall} mm${columns > 1 ? `, ${columns}` : ''}`
  return { what: 'section', text, ...Object.fromEntries(said) }
}

export function frameOf(sections: readonly PageSettings[]): Frame {
  const wide = Math.max(...sections.map(one => paperOf(one).wide))
  const beside = (one: PageSettings) => (wide - paperOf(one).wide) / 2
  return {
    wide,
    left: Math.min(...sections.map(one => beside(one) + one.left)),
    right: Math.min(...sections.map(one => beside(one) + one.right)),
  }
}

/** Which section a place in the document belongs to, by index. */
export function sectionAt(doc: Node, sections: readonly Section[], pos: number): number {
  const index = doc.resolve(pos).index(0)
  const found = sections.findIndex(({ to }) => index < to)
  return found < 0 ? sections.length - 1 : found
}
