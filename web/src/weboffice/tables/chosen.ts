/** Cells that are chosen stay chosen while others write: found again by their elements [TX15]. */
import type { Node, ResolvedPos } from 'prosemirror-model'
import { CellSelection } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'

/** Runs `change`, which lets others' work in. */
export function keepCells(view: EditorView, chosen: CellSelection, change: () => void): void {
  const { doc } = view.state
  const root = ySyncPluginKey.getState(view.state).type as Y.XmlFragment
  const ends = [chosen.$anchorCell, chosen.$headCell].map($cell => elementAt(root, $cell))
  change()
  const { state } = view
  if (view.isDestroyed || state.doc === doc) return
  const [anchor, head] = ends.map(end => end && placeOf(root, end, state.doc))
  if (anchor == null || head == null || !isOneTable(state.doc, anchor, head)) return
  const wanted = CellSelection.create(state.doc, anchor, head)
  view.dispatch(state.tr.setSelection(wanted).setMeta('addToHistory', false))
}

/** The shared tree has the shape of the document. */
function elementAt(root: Y.XmlFragment, $cell: ResolvedPos): Y.XmlElement | null {
  let at: Y.XmlFragment = root
  for (let depth = 0; depth <= $cell.depth; depth += 1) {
    const next: unknown = at.get($cell.index(depth))
    if (!(next instanceof Y.XmlElement)) return null
    at = next
  }
  return at instanceof Y.XmlElement ? at : null
}

function placeOf(root: Y.XmlFragment, element: Y.XmlElement, doc: Node): number | null {
  const path: number[] = []
  for (let at: unknown = element; at !== root; at = (at as Y.XmlElement).parent) {
    if (!(at instanceof Y.XmlElement) || at._item?.deleted) return null
    path.unshift((at.parent as Y.XmlFragment).toArray().indexOf(at))
  }
  let node = doc
  let pos = 0
  path.forEach((index, depth) => {
    for (let before = 0; before < index; before += 1) pos += node.maybeChild(before)?.nodeSize ?? 0
    node = node.maybeChild(index) ?? node
    if (depth < path.length - 1) pos += 1
  })
  return node.type.spec.tableRole?.endsWith('cell') ? pos : null
}

function isOneTable(doc: Node, anchor: number, head: number): boolean {
  const [$anchor, $head] = [doc.resolve(anchor), doc.resolve(head)]
  return $anchor.depth === $head.depth && $anchor.node(-1) === $head.node(-1)
}
