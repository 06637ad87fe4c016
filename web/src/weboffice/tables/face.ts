/** A table on the sheet, with its columns as wide as its cells say. */
import { DOMSerializer, type Node } from 'prosemirror-model'
import type { NodeView, ViewMutationRecord } from 'prosemirror-view'
import { sharesOf } from './widths'

export function tableFace(node: Node): NodeView {
  return new TableFace(node)
}

class TableFace implements NodeView {
  readonly dom: HTMLElement
  readonly contentDOM: HTMLElement
  private readonly columns = document.createElement('colgroup')

  constructor(private node: Node) {
    const spec = node.type.spec.toDOM?.(node) ?? ['table', ['tbody', 0]]
    const { dom, contentDOM } = DOMSerializer.renderSpec(document, spec)
    this.dom = dom as HTMLElement
    this.contentDOM = contentDOM as HTMLElement
    this.dom.prepend(this.columns)
    showShares(this.columns, sharesOf(node))
  }

  update(node: Node): boolean {
    if (!node.sameMarkup(this.node)) return false
    this.node = node
    showShares(this.columns, sharesOf(node))
    return true
  }

  ignoreMutation(record: ViewMutationRecord): boolean {
    return record.type !== 'selection' && this.columns.contains(record.target)
  }
}

/** Without shares there are no columns: the style sheet says how wide they are. */
export function showShares(columns: Element, shares: readonly number[] | null): void {
  const wanted = (shares ?? []).map(share => `${(share * 100).toFixed(2)}%`)
  while (columns.childElementCount > wanted.length) columns.lastElementChild?.remove()
  wanted.forEach((width, index) => {
    const column = columns.children[index] ?? columns.appendChild(document.createElement('col'))
    const { style } = column as HTMLElement
    if (style.width !== width) style.width = width
  })
}
