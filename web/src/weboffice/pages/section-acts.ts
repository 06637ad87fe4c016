/** Sections made and set: each act is one step for who takes it back. */
import type { Node, ResolvedPos } from 'prosemirror-model'
import { type Command, Selection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { nodes } from '../text/schema'
import { attrsOf, columnsOf, isBreak, type Section, sectionAt, sectionsOf } from './sections'
import { ALONG, differing, type PageSettings, type PageSetup } from './settings'

/** Where settings go: all sections, the one at the caret, or a new one from there on or of what is chosen. */
export type Scope = 'all' | 'here' | 'onward' | 'chosen'

/** The section at the caret, by index, among all. */
export function sectionsAt({ state }: EditorView, setup: PageSetup) {
  const sections = sectionsOf(state.doc, setup.settings.get())
  return { sections, at: sectionAt(state.doc, sections, state.selection.from) }
}

export function setPages(
  view: EditorView,
  setup: PageSetup,
  scope: Scope,
  wanted: PageSettings,
): void {
  const { sections, at } = sectionsAt(view, setup)
  const own = sections[at] as Section
  const writing = new Writing(view, setup)
  if (scope === 'all') {
    const names = differing(own.settings, wanted)
    const changed = Object.fromEntries(names.map(name => [name, wanted[name]]))
    for (const section of sections) writing.set(section, changed)
  } else if (scope === 'here') writing.set(own, wanted)
  else if (scope === 'onward') onward(writing, own, wanted)
  else chosen(writing, own, wanted)
  writing.finish()
}

/** A new section at the caret, with pages like those before it. */
export function sectionBreak(setup: PageSetup): Command {
  return (_state, dispatch, view) => {
    if (!dispatch || !view) return true
    const { sections, at } = sectionsAt(view, setup)
    setPages(view, setup, 'onward', (sections[at] as Section).settings)
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

  constructor(
    private readonly view: EditorView,
    private readonly setup: PageSetup,
  ) {
    this.tr = view.state.tr
  }

  set({ pos, settings }: Section, wanted: Partial<PageSettings>): void {
    const whole = { ...settings, ...wanted }
    if (pos === null) {
      this.last = { ...this.last, ...wanted }
      return
    }
    const node = this.tr.doc.nodeAt(this.tr.mapping.map(pos))
    const said = attrsOf(whole, columnsOf(node?.attrs.text))
    for (const name of ['text', 'turned', ...differing(settings, whole)]) {
      this.tr.setNodeAttribute(this.tr.mapping.map(pos), name, said[name])
    }
  }

  /** `pos` is between two blocks. */
  breakAt(pos: number, settings: PageSettings): void {
    putBreak(this.tr, pos, attrsOf(settings))
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
  writing.set(own, later(own.settings, wanted))
}

/** What is chosen, in whole blocks: pages of its own, and then those from before again. */
function chosen(writing: Writing, own: Section, wanted: PageSettings): void {
  const { tr } = writing
  const { $from, $to } = tr.selection
  const [from, to] = [edgeOf($from, 'before'), edgeOf($to, 'after')]
  const isAtStart = from === 0 || endsSection(tr.doc, from)
  const isAtEnd = to === tr.doc.content.size || endsSection(tr.doc, to)
  const settings = isAtStart ? wanted : later(own.settings, wanted)
  if (isAtEnd) writing.set(own, settings)
  else {
    writing.breakAt(to, settings)
    writing.set(own, later(own.settings, own.settings))
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
