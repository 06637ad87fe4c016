/** Sections made and set: each act is one step for who takes it back. */
import type { Node, ResolvedPos } from 'prosemirror-model'
import { type Command, Selection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { nodes } from '../text/schema'
import { attrsOf, isBreak, type Section, sectionAt, sectionsOf, stretchesIn } from './sections'
import { ALONG, COLUMN_SETTINGS, differing, type PageSettings, type PageSetup } from './settings'

/** Where settings go: all sections, the one at the caret, or a new one from there on or of what is chosen. */
export type Scope = 'all' | 'here' | 'onward' | 'chosen'

/** The section at the caret, by index, among all; its settings with the columns of the text there. */
export function sectionsAt({ state }: EditorView, setup: PageSetup) {
  const last = setup.settings.get()
  const sections = sectionsOf(state.doc, last)
  const stretches = stretchesIn(state.doc, last)
  const at = sectionAt(state.doc, sections, state.selection.from)
  const stretch = stretches[sectionAt(state.doc, stretches, state.selection.from)] as Section
  const own = { ...(sections[at] as Section).settings, ...columnsIn(stretch.settings) }
  return { sections, at, stretches, stretch, own }
}

function columnsIn(settings: Partial<PageSettings>): Partial<PageSettings> {
  return Object.fromEntries(COLUMN_SETTINGS.map(name => [name, settings[name]]))
}

function isColumns(name: keyof PageSettings): boolean {
  return COLUMN_SETTINGS.some(one => one === name)
}

export function setPages(
  view: EditorView,
  setup: PageSetup,
  scope: Scope,
  wanted: PageSettings,
): void {
  const { sections, at, stretches, stretch, own } = sectionsAt(view, setup)
  const section = sections[at] as Section
  const names = differing(own, wanted)
  // Other columns alone begin no page: the text goes on below in them.
  const isFlowing = names.length > 0 && names.every(isColumns)
  const writing = new Writing(view, setup, isFlowing)
  const [pages, columns] = [names.filter(name => !isColumns(name)), names.filter(isColumns)]
  const part = { ...(isFlowing ? stretch : section), settings: own }
  if (scope === 'onward') onward(writing, part, wanted)
  else if (scope === 'chosen') chosen(writing, part, wanted)
  else {
    const isWhole = scope === 'all'
    writing.setAll(isWhole ? sections : [section], among(wanted, pages))
    writing.setAll(isWhole ? stretches : [stretch], among(wanted, columns))
  }
  writing.finish()
}

function among(wanted: PageSettings, names: (keyof PageSettings)[]): Partial<PageSettings> {
  return Object.fromEntries(names.map(name => [name, wanted[name]]))
}

/** A new section at the caret, with pages like those before it. */
export function sectionBreak(setup: PageSetup): Command {
  return (_state, dispatch, view) => {
    if (!dispatch || !view) return true
    const { own } = sectionsAt(view, setup)
    setPages(view, setup, 'onward', own)
    return true
  }
}

/** The rest of the text begins a page, with the same section. */
export const pageBreak: Command = (state, dispatch) => {
  const { tr } = state
  const pos = boundaryAt(tr, tr.selection.$from)
  if (!dispatch) return true
  if (pos === tr.doc.content.size) tr.insert(pos, nodes.paragraph.create())
  const steps = tr.steps.length
  putBreak(tr, pos, { what: 'page_break' })
  const begin = tr.mapping.slice(steps).map(pos)
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(begin))).scrollIntoView())
  return true
}

/** Between two blocks: in the line before, or in one that is nothing else. */
function putBreak(tr: Transaction, pos: number, attrs: Record<string, unknown>): void {
  const before = tr.doc.resolve(pos).nodeBefore
  const isLine = before?.isTextblock && !before.children.some(isBreak)
  if (isLine) tr.insert(pos - 1, nodes.inset.create(attrs))
  else {
    const isOnlyBreak = attrs.what === 'page_break' ? { flow: true } : {}
    tr.insert(pos, nodes.paragraph.create(null, nodes.inset.create({ ...attrs, ...isOnlyBreak })))
  }
}

/** Backspace right behind a break takes it away; the line stays one of its own. */
export const backspaceAtBreak: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || $from.depth !== 1) return false
  const before = state.doc.resolve($from.before()).nodeBefore
  const last = before?.lastChild
  if (!last || !isBreak(last)) return false
  const end = $from.before() - 1
  dispatch?.(state.tr.delete(end - last.nodeSize, end).scrollIntoView())
  return true
}

class Writing {
  readonly tr: Transaction
  private last: Partial<PageSettings> = {}
  private readonly wanted = new Map<number, Partial<PageSettings>>()

  constructor(
    private readonly view: EditorView,
    private readonly setup: PageSetup,
    /** Whether a break that is made begins no page. */
    private readonly isFlowing: boolean,
  ) {
    this.tr = view.state.tr
  }

  setAll(sections: readonly Section[], wanted: Partial<PageSettings>): void {
    if (Object.keys(wanted).length > 0) for (const one of sections) this.set(one, wanted)
  }

  set({ pos, settings }: Section, wanted: Partial<PageSettings>): void {
    if (pos === null) {
      this.last = { ...this.last, ...wanted }
      return
    }
    const every = { ...this.wanted.get(pos), ...wanted }
    this.wanted.set(pos, every)
    const whole = { ...settings, ...every }
    const said = attrsOf(whole)
    for (const name of ['text', 'turned', ...differing(settings, whole)]) {
      this.tr.setNodeAttribute(this.tr.mapping.map(pos), name, said[name])
    }
  }

  /** `pos` is between two blocks. */
  breakAt(pos: number, settings: PageSettings): void {
    putBreak(this.tr, pos, { ...attrsOf(settings), ...(this.isFlowing ? { flow: true } : {}) })
  }

  /** Of text that goes on behind a break: only where a page begins is another one the first. */
  later(was: PageSettings, wanted: PageSettings): PageSettings {
    return this.isFlowing ? wanted : later(was, wanted)
  }

  finish(): void {
    if (this.tr.docChanged) this.view.dispatch(this.tr.scrollIntoView())
    if (Object.keys(this.last).length === 0) return
    if (this.tr.docChanged) this.setup.write(this.last, ALONG)
    else this.setup.write(this.last)
  }
}

function onward(writing: Writing, own: Section, wanted: PageSettings): void {
  const { tr } = writing
  const pos = boundaryAt(tr, tr.selection.$from)
  if (pos === 0) {
    writing.set(own, wanted)
    return
  }
  if (pos === tr.doc.content.size) tr.insert(pos, nodes.paragraph.create())
  const steps = tr.steps.length
  writing.breakAt(pos, own.settings)
  const begin = tr.mapping.slice(steps).map(pos)
  tr.setSelection(Selection.near(tr.doc.resolve(begin)))
  writing.set(own, writing.later(own.settings, wanted))
}

/** What is chosen, in whole blocks: pages of its own, and then those from before again. */
function chosen(writing: Writing, own: Section, wanted: PageSettings): void {
  const { tr } = writing
  const { $from, $to } = tr.selection
  const [from, to] = [edgeOf($from, 'before'), edgeOf($to, 'after')]
  const isAtStart = from === 0 || endsSection(tr.doc, from)
  const isAtEnd = to === tr.doc.content.size || endsSection(tr.doc, to)
  const settings = isAtStart ? wanted : writing.later(own.settings, wanted)
  if (isAtEnd) writing.set(own, settings)
  else {
    writing.breakAt(to, settings)
    writing.set(own, writing.later(own.settings, own.settings))
  }
  if (!isAtStart) writing.breakAt(from, own.settings)
}

/** Of a section that goes on: unless it was wished, it neither begins anew nor is its first page another. */
function later(was: PageSettings, wanted: PageSettings): PageSettings {
  return {
    ...wanted,
    first: wanted.first !== was.first && wanted.first,
    start: wanted.start !== was.start ? wanted.start : 0,
  }
}

function boundaryAt(tr: Transaction, $pos: ResolvedPos): number {
  if ($pos.depth !== 1 || !$pos.parent.isTextblock || $pos.parentOffset === 0) {
    return edgeOf($pos, 'before')
  }
  if ($pos.parentOffset === $pos.parent.content.size) return $pos.after(1)
  tr.split($pos.pos)
  return $pos.pos + 1
}

function edgeOf($pos: ResolvedPos, side: 'before' | 'after'): number {
  if ($pos.depth === 0) return $pos.pos
  return side === 'before' ? $pos.before(1) : $pos.after(1)
}

function endsSection(doc: Node, pos: number): boolean {
  const before = doc.resolve(pos).nodeBefore
  return before?.children.some(one => isBreak(one) && one.attrs.what === 'section') ?? false
}
