/** Keeps tables rectangular while several people change them. Nobody's own act: not to be undone. */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { asIs } from '../suggest/as-is'
import { nodes } from '../text/schema'
import { type Repair, repairsOf } from './repairs'

const CALM_MS = 60
/** Who waits shortest adds the cell that is missing; the others see it come. */
const ADD_MS = { least: 250, spread: 900 }
const MOST_ROUNDS = 200

/** All that is wrong; without `withNew` only what comes to the same whoever does it [TX14]. */
export function mended(state: EditorState, withNew: boolean): Transaction | null {
  const { tr } = state
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = firstWrong(tr.doc, withNew)
    if (!found) break
    for (const repair of found.repairs) apply(tr, repair, found.start)
  }
  return tr.docChanged ? asIs(tr.setMeta('addToHistory', false)) : null
}

function firstWrong(doc: Node, withNew: boolean) {
  let found: { start: number; repairs: Repair[] } | null = null
  doc.descendants((node, pos) => {
    if (found || node.isTextblock) return false
    if (node.type.spec.tableRole !== 'table') return true
    const repairs = repairsOf(node)
    const isFor = repairs.length > 0 && (withNew || repairs[0]?.kind !== 'add')
    if (isFor) found = { start: pos, repairs }
    return false
  })
  return found as { start: number; repairs: Repair[] } | null
}

function apply(tr: Transaction, repair: Repair, start: number): void {
  const pos = start + repair.pos
  if (repair.kind === 'drop' && repair.size === tr.doc.content.size) {
    tr.replaceWith(0, repair.size, nodes.paragraph.create())
  } else if (repair.kind === 'drop') tr.delete(pos, pos + repair.size)
  else if (repair.kind === 'span') {
    tr.setNodeAttribute(pos, 'colspan', repair.wide)
    tr.setNodeAttribute(pos, 'rowspan', repair.tall)
    if (tr.doc.nodeAt(pos)?.attrs.colwidth) tr.setNodeAttribute(pos, 'colwidth', null)
  } else {
    const type = tr.doc.type.schema.nodes[repair.head ? 'table_header' : 'table_cell']
    const made = Array.from({ length: repair.count }, () => type?.createAndFill())
    tr.insert(
      pos,
      made.filter(cell => cell != null),
    )
  }
}

export interface MendOptions {
  /** A syllable is open: the text stays as it is. */
  readonly isHolding: () => boolean
  /** Who reads or suggests leaves it to those who edit. */
  readonly mayMend: () => boolean
}

export function mendTables(options: MendOptions): Plugin {
  return new Plugin({ view: view => attend(view, options) })
}

function attend(view: EditorView, { isHolding, mayMend }: MendOptions) {
  let timer = 0
  const later = (ms: number, withNew: boolean) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => mend(withNew), ms)
  }
  const mend = (withNew: boolean) => {
    if (view.isDestroyed || !mayMend()) return
    if (isHolding()) return later(CALM_MS, withNew)
    const tr = mended(view.state, withNew)
    if (tr) view.dispatch(tr)
    if (mended(view.state, true)) later(ADD_MS.least + Math.random() * ADD_MS.spread, true)
  }
  later(CALM_MS, false)
  return {
    update(_view: EditorView, before: EditorState) {
      if (!before.doc.eq(view.state.doc)) later(CALM_MS, false)
    },
    destroy: () => window.clearTimeout(timer),
  }
}
