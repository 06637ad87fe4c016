/**
 * What goes to the printer. Where the sheet is narrower than paper, or suggestions are to be printed
 * as if they were ruled on, it is a copy of the text, laid out on paper's width for the moment:
 * pages end, and footnotes stand, where the paper has them [PG2].
 */
import type { Node } from 'prosemirror-model'
import { EditorState, Plugin } from 'prosemirror-state'
import { type Decoration, DecorationSet, type EditorProps, EditorView } from 'prosemirror-view'
import type { Store } from '@/kernel/store'
import { hasSuggestions, ruledOn } from '../suggest/accepted'
import { marksOf } from './gaps'
import { isNarrow, layoutOf, textWidth } from './layout'
import type { PageSettings, PageSetup } from './settings'

export const PRINTED = ['accepted', 'rejected', 'marked'] as const
export type Printed = (typeof PRINTED)[number]

interface PrintingOptions {
  readonly setup: PageSetup
  readonly printed: Store<Printed>
  readonly nodeViews: NonNullable<EditorProps['nodeViews']>
}

/** Until what it returns is called. */
export function printing(view: EditorView, options: PrintingOptions): () => void {
  let copy: EditorView | null = null
  let theme: string | undefined
  const root = document.documentElement
  const end = () => {
    if (theme !== undefined) root.dataset.theme = theme
    theme = undefined
    copy?.dom.parentElement?.remove()
    copy?.destroy()
    copy = null
    view.dom.removeAttribute('data-copied')
    view.dom.removeAttribute('data-print')
  }
  const begin = () => {
    end()
    // On paper colours are those of paper, whatever its writer's screen looks like.
    theme = root.dataset.theme
    if (theme !== undefined) root.dataset.theme = 'light'
    const settings = options.setup.settings.get()
    const printed = options.printed.get()
    view.dom.dataset.print = printed
    const { doc } = view.state
    const isRuled = printed !== 'marked' && hasSuggestions(doc)
    if (!isRuled && !isNarrow(view, settings)) return
    copy = copyOf(view, isRuled ? ruledOn(doc, verdictOf(printed)) : doc, options)
    paged(copy, settings, options.setup)
    view.dom.toggleAttribute('data-copied', true)
  }
  addEventListener('beforeprint', begin)
  addEventListener('afterprint', end)
  return () => {
    removeEventListener('beforeprint', begin)
    removeEventListener('afterprint', end)
    end()
  }
}

function verdictOf(printed: Printed) {
  return printed === 'rejected' ? 'reject' : 'accept'
}

function copyOf(view: EditorView, doc: Node, options: PrintingOptions): EditorView {
  const place = document.createElement('div')
  place.className = 'doc-print'
  const settings = options.setup.settings.get()
  place.style.width = `${textWidth(doc, settings)}px`
  view.dom.before(place)
  return new EditorView(place, {
    state: EditorState.create({ doc, plugins: [drawing(marksOf(doc, settings), doc)] }),
    nodeViews: options.nodeViews,
    editable: () => false,
    attributes: { class: 'doc', 'data-print': options.printed.get() },
  })
}

function paged(copy: EditorView, settings: PageSettings, { told }: PageSetup): void {
  const { doc } = copy.state
  const marks = marksOf(doc, settings, layoutOf(copy, settings, told))
  copy.updateState(EditorState.create({ doc, plugins: [drawing(marks, doc)] }))
}

function drawing(marks: Decoration[], doc: Node): Plugin {
  const drawn = DecorationSet.create(doc, marks)
  return new Plugin({ props: { decorations: () => drawn } })
}
