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
    deleteFilter: item => defaultDeleteFilter(item, defaultProtectedNodes),
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
  return manager
}
