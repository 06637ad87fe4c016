/** A past state on the sheet, read only: what was written in the writer's colour, what went struck out. */
import { EditorState, Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view'
import '../insets/insets.css'
import { shownInsets } from '../insets/view'
import { links } from '../links/plugin'
import { notesIn } from '../notes/notes'
import { notesFace } from '../pages/gap-face'
import '../pages/gaps.css'
import { sectionMarks } from '../pages/section-marks'
import { stillPictures } from '../pictures/home'
import '../pictures/pictures.css'
import { addressOf } from '../pictures/wire'
import { tableFace } from '../tables/face'
import type { Change } from './compare'
import type { Past } from './past'

export interface Author {
  readonly name: string
  readonly colour: number
}

export interface Sheet {
  readonly document: string
  readonly mount: HTMLElement
  readonly label: string
  readonly past: Past
  readonly changes: readonly Change[]
  readonly authorOf: (client: number) => Author | undefined
}

export function showPast(sheet: Sheet): () => void {
  const { past, mount, label } = sheet
  const marks = DecorationSet.create(past.doc, [
    ...sectionMarks(past.doc, []),
    ...notesOf(past.doc),
    ...sheet.changes.flatMap(change => markOf(change, sheet)),
  ])
  const view = new EditorView(mount, {
    state: EditorState.create({
      doc: past.doc,
      plugins: [links(), new Plugin({ props: { decorations: () => marks } })],
    }),
    nodeViews: {
      picture: stillPictures(sheet.document),
      inset: shownInsets(picture => addressOf(sheet.document, picture)),
      table: tableFace,
    },
    editable: () => false,
    attributes: { class: 'doc', role: 'document', 'aria-label': label, tabindex: '0' },
  })
  return () => view.destroy()
}

/** What footnotes say, below all of the text: here no pages end. */
function notesOf(doc: Past['doc']): Decoration[] {
  const notes = notesIn(doc, 0)
  return notes.length > 0 ? [Decoration.widget(doc.content.size, () => notesFace(notes))] : []
}

function markOf(change: Change, sheet: Sheet): Decoration[] {
  switch (change.kind) {
    case 'written':
      return writtenBy(change, sheet)
    case 'gone':
      return [Decoration.widget(change.at, () => struck('span', change.text), { side: -1 })]
    case 'goneLine':
      return [Decoration.widget(change.at, () => struck('div', change.text), { side: -1 })]
    case 'letters':
      return [Decoration.inline(change.from, change.to, { class: 'past-letters' })]
    default:
      return [Decoration.node(change.from, change.to, { class: `past-${change.kind}` })]
  }
}

/** One mark for each stretch of one author. */
function writtenBy({ from, to }: { from: number; to: number }, sheet: Sheet): Decoration[] {
  const { past, authorOf } = sheet
  const place = past.doc.resolve(from)
  const clients = past.clients.get(place.parent.attrs.id) ?? []
  const found: Decoration[] = []
  let start = from
  for (let at = from; at < to; at += 1) {
    const own = clients[at - place.start()]
    if (at + 1 < to && clients[at + 1 - place.start()] === own) continue
    const author = authorOf(own ?? 0)
    const attributes = {
      nodeName: 'ins',
      class: `past-written writer-${author?.colour ?? 0}`,
      ...(author ? { title: author.name } : {}),
    }
    found.push(Decoration.inline(start, at + 1, attributes))
    start = at + 1
  }
  return found
}

function struck(tag: 'span' | 'div', text: string): HTMLElement {
  const around = document.createElement(tag)
  around.className = tag === 'div' ? 'past-gone-line' : 'past-gone'
  const gone = document.createElement('del')
  gone.textContent = text
  around.append(gone)
  return around
}
