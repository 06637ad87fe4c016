/** Putting pictures into the text: pasted, dropped, chosen. */
import { Fragment, type Node, type Slice, Slice as SliceOf } from 'prosemirror-model'
import { type Command, NodeSelection, Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { say } from '@/kernel/i18n'
import { toast } from '@/kit/toast'
import { freshId } from '../text/ids'
import { nodes } from '../text/schema'
import { boundedWidth, type PictureAttrs, readAttrs, waiting, whyNot } from './model'
import type { Pictures } from './pictures'
import { words } from './words'

const HEAD_BYTES = 1024
const STEP_MM = 5
const DATA = /^data:image\/[\w.+-]+;base64,/

/** Refused files are named with the reason; the others get their place at once. */
export async function insertFiles(
  view: EditorView,
  pictures: Pictures,
  files: readonly File[],
): Promise<void> {
  const fit: File[] = []
  for (const file of files) {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
    const reason = whyNot(head, file.size)
    if (reason === null) fit.push(file)
    else toast(`${file.name}: ${say(words)(`reason.${reason}`)}`)
  }
  if (view.isDestroyed || fit.length === 0) return
  place(
    view,
    fit.map(file => waiting(pictures.send(file, file.name))),
  )
}

/** Each in a centred line of its own after the caret's; the first is selected. */
function place(view: EditorView, found: readonly PictureAttrs[]): void {
  const { state } = view
  const { $to } = state.selection
  const lines = found.map(attrs =>
    nodes.paragraph.create({ id: freshId(), align: 'center' }, nodes.picture.create({ ...attrs })),
  )
  const depth = lineDepth($to)
  const line = depth === null ? null : $to.node(depth)
  const isEmpty = line?.content.size === 0 && line.attrs.form === 'text'
  const from =
    depth === null ? state.doc.content.size : isEmpty ? $to.before(depth) : $to.after(depth)
  const to = isEmpty && depth !== null ? $to.after(depth) : from
  const tr = state.tr.replaceWith(from, to, lines)
  const end = from + lines.reduce((size, one) => size + one.nodeSize, 0)
  // A place to go on writing.
  if (!tr.doc.resolve(end).nodeAfter) tr.insert(end, nodes.paragraph.create({ id: freshId() }))
  tr.setSelection(NodeSelection.create(tr.doc, from + 1))
  view.dispatch(tr.scrollIntoView())
  view.focus()
}

function lineDepth($pos: { depth: number; node(depth: number): Node }): number | null {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    if ($pos.node(depth).isTextblock) return depth
  }
  return null
}

export function chosenPicture({ selection }: { selection: unknown }): {
  pos: number
  attrs: PictureAttrs
} | null {
  if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.picture) return null
  return { pos: selection.from, attrs: readAttrs(selection.node.attrs) }
}

/** Changes one value of the picture at `pos`, if it is still there. */
export function changePicture(pos: number, values: Partial<PictureAttrs>): Command {
  return (state, dispatch) => {
    if (state.doc.nodeAt(pos)?.type !== nodes.picture) return false
    const { tr } = state
    for (const [name, value] of Object.entries(values)) tr.setNodeAttribute(pos, name, value)
    dispatch?.(tr)
    return true
  }
}

export function widen(by: number): Command {
  return (state, dispatch) => {
    const chosen = chosenPicture(state)
    if (!chosen) return false
    const width = boundedWidth(chosen.attrs.width + by)
    return changePicture(chosen.pos, { width })(state, dispatch)
  }
}

/** A numbered line below the picture's, with the caret in it. */
export const addCaption: Command = (state, dispatch) => {
  const chosen = chosenPicture(state)
  if (!chosen) return false
  const after = state.doc.resolve(chosen.pos).after()
  const caption = nodes.paragraph.create({ id: freshId(), form: 'figure', align: 'center' })
  const tr = state.tr.insert(after, caption)
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  return true
}

/** Pictures in what is pasted: ours are kept or copied, sent along ones are sent. */
export function adopted(slice: Slice, view: EditorView, pictures: Pictures): Slice {
  const here = new Set<string>()
  view.state.doc.descendants(node => {
    if (isShown(node) && node.attrs.picture) here.add(node.attrs.picture)
  })
  const own = (node: Node): Node => {
    const { picture, missing } = node.attrs
    // What it is made of lies beside the document that it comes from, as does its picture.
    if (node.type === nodes.inset) {
      const shown = here.has(picture) ? picture : null
      return nodes.inset.create({ ...node.attrs, picture: shown }, null, node.marks)
    }
    if (typeof missing === 'string' && DATA.test(missing)) {
      return nodes.picture.create(
        { ...node.attrs, missing: sent(missing, pictures) },
        null,
        node.marks,
      )
    }
    if (picture === null || here.has(picture)) return node
    const token = pictures.copy(picture)
    return nodes.picture.create({ ...node.attrs, picture: null, missing: token }, null, node.marks)
  }
  return new SliceOf(mapped(slice.content, own), slice.openStart, slice.openEnd)
}

function isShown({ type }: Node): boolean {
  return type === nodes.picture || type === nodes.inset
}

function mapped(content: Fragment, own: (picture: Node) => Node): Fragment {
  const made: Node[] = []
  content.forEach(node => {
    if (isShown(node)) made.push(own(node))
    else made.push(node.isLeaf ? node : node.copy(mapped(node.content, own)))
  })
  return Fragment.fromArray(made)
}

/** A picture that came as text within what was pasted. */
function sent(address: string, pictures: Pictures): string {
  const body = address.slice(address.indexOf(',') + 1)
  try {
    const bytes = Uint8Array.from(atob(body), sign => sign.charCodeAt(0))
    const reason = whyNot(bytes.subarray(0, HEAD_BYTES), bytes.length)
    return reason ?? pictures.send(new Blob([bytes]), say(words)('pasted'))
  } catch {
    return 'damaged'
  }
}

function picturesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
}

export function pictureInput(pictures: Pictures): Plugin {
  return new Plugin({
    props: {
      handlePaste(view, event, slice) {
        const files = picturesOf(event.clipboardData)
        // Office programs put a picture of the text beside the text.
        const hasText = slice.content.textBetween(0, slice.content.size).trim() !== ''
        if (files.length === 0 || hasText) return false
        void insertFiles(view, pictures, files)
        return true
      },
      handleDrop(view, event) {
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length === 0) return false
        event.preventDefault()
        const found = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (found) {
          const near = TextSelection.near(view.state.doc.resolve(found.pos))
          view.dispatch(view.state.tr.setSelection(near))
        }
        void insertFiles(view, pictures, files)
        return true
      },
      transformPasted: (slice, view) => adopted(slice, view, pictures),
      handleKeyDown(view, event) {
        if (!event.shiftKey || event.ctrlKey || event.altKey || event.isComposing) return false
        const by = { ArrowRight: STEP_MM, ArrowLeft: -STEP_MM }[event.key]
        return by !== undefined && widen(by)(view.state, view.dispatch)
      },
    },
  })
}
