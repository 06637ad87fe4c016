/** Where a cell is after a change; null when it is gone. */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'
import { follow } from '../find/match'

/** Others' work replaces the whole document and leaves it there. */
export function placeAfter(
  tr: Transaction,
  place: number | null,
  old: Node,
  doc: Node,
): number | null {
  if (place === null || !tr.docChanged) return place
  if (!tr.getMeta(ySyncPluginKey)?.isChangeOrigin) {
    const { deleted, pos } = tr.mapping.mapResult(place)
    return deleted ? null : pos
  }
  const pos = follow(place, old, doc)
  const role = doc.nodeAt(pos)?.type.spec.tableRole as string | undefined
  return role?.endsWith('cell') ? pos : null
}
