/** What can be taken back: one's own writing, and how one has set the pages. */
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { ALONE, ALONG, PAGE_ROOT } from '../pages/settings'

/** A setting of the pages is one step of its own, however quickly one writes before and after it. */
export function undoingOf(text: Y.XmlFragment): Y.UndoManager {
  const pages = text.doc?.getMap(PAGE_ROOT)
  const tracked = new Set<unknown>([ySyncPluginKey, ALONE, ALONG])
  let wasAlone = false
  const manager: Y.UndoManager = new Y.UndoManager(pages ? [text, pages] : [text], {
    trackedOrigins: tracked,
    deleteFilter: item =>
      defaultDeleteFilter(item, defaultProtectedNodes) && !hasWordsOfOthers(item, text.doc),
    captureTransaction: transaction => {
      const { origin, meta } = transaction
      if (meta.get('addToHistory') === false) return false
      if (tracked.has(origin)) {
        if (wasAlone || origin === ALONE) manager.stopCapturing()
        wasAlone = origin === ALONE
      }
      return true
    },
  })
  text.doc?.on('afterTransaction', (transaction: Y.Transaction) => adopt(manager, transaction))
  return manager
}

/** A table or a cell that others have written in stays, whoever takes back that it was made [TX19]. */
function hasWordsOfOthers({ content }: Y.Item, doc: Y.Doc | null): boolean {
  if (!(content instanceof Y.ContentType) || doc === null) return false
  const { type } = content
  return type instanceof Y.XmlElement && isWrittenByOthers(type, doc.clientID)
}

type Written = Pick<Y.XmlElement, '_start'>

function isWrittenByOthers({ _start }: Written, own: number): boolean {
  for (let item = _start; item; item = item.right) {
    if (item.deleted) continue
    const { content, id } = item
    if (content instanceof Y.ContentString && id.client !== own) return true
    if (content instanceof Y.ContentType && isWrittenByOthers(content.type, own)) return true
  }
  return false
}

/** What a colleague wrote into what was deleted just before comes back with it [TX19]. */
function adopt(manager: Y.UndoManager, transaction: Y.Transaction): void {
  if (transaction.local || manager.undoStack.length === 0) return
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, struct => {
    if (!(struct instanceof Y.Item)) return
    const around = struct.parent instanceof Y.AbstractType ? struct.parent._item : null
    if (!around?.deleted) return
    const step = manager.undoStack.findLast(one => Y.isDeleted(one.deletions, around.id))
    if (!step) return
    keep(struct)
    const { client, clock } = struct.id
    const ranges = step.deletions.clients.get(client) ?? []
    ranges.push(new Range(clock, struct.length) as never)
    ranges.sort((one, other) => one.clock - other.clock)
    step.deletions.clients.set(client, ranges)
  })
}

/** As yjs keeps what can be taken back: its letters are not thrown away. */
function keep(struct: Y.Item): void {
  let item: Y.Item | null = struct
  while (item && !item.keep) {
    item.keep = true
    item = item.parent instanceof Y.AbstractType ? item.parent._item : null
  }
}

/** The shape of a range in a set of deletions. */
class Range {
  constructor(
    readonly clock: number,
    readonly len: number,
  ) {}
}
