/** `?restore=42` in a document's address: bring that state back, once, as an edit that can be undone. */
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { undo, yUndoPluginKey } from 'y-prosemirror'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { dateTime } from '@/kernel/time'
import { toast, toastRefusal } from '@/kit/toast'
import { ALONG, differing, type PageSetup } from '../pages/settings'
import type { Editor } from '../text/editor'
import type { DocumentSession } from '../text/session'
import { readPast } from './past'
import { restoring } from './restore'
import { stateAt, timelineOf } from './state'
import { versionsOf } from './versions'
import { words } from './words'

const ASKED = 'restore'

export function useRestore(id: string, session: DocumentSession | null): void {
  const t = useWords(words)
  const [query, setQuery] = useSearchParams()
  const asked = query.get(ASKED)
  useEffect(() => {
    if (!session || asked === null) return
    const opened = session
    let isDone = false
    async function restore() {
      const editor = isDone ? null : writableIn(opened)
      if (!editor) return
      isDone = true
      setQuery(dropped, { replace: true })
      try {
        const at = await bringBack(id, Number(asked), editor, opened.pages)
        if (at === null) toast(t('restoreSame'))
        else toast(t('restored', { at }), () => undo(editor.view.state))
      } catch (error) {
        toastRefusal(error)
      }
    }
    // The session has its editor a moment after the first state; the right to write may come later.
    const leave = [
      opened.editorState.follow(() => queueMicrotask(() => void restore())),
      opened.provider.right.follow(() => void restore()),
    ]
    void restore()
    return () => {
      for (const stop of leave) stop()
    }
  }, [id, session, asked, setQuery, t])
}

function writableIn({ editor, provider }: DocumentSession): Editor | null {
  return provider.isHere.get() && provider.right.get() === 'write' ? editor : null
}

/** When that state was, for people; null if it is the present one. */
async function bringBack(
  id: string,
  seq: number,
  editor: Editor,
  pages: PageSetup,
): Promise<string | null> {
  const past = readPast(await queries.fetchQuery(stateAt(id, seq)))
  const timeline = await queries.fetchQuery(timelineOf(id))
  editor.settle()
  const { view } = editor
  const tr = restoring(view.state, past.doc)
  if (!tr && differing(pages.settings.get(), past.pages).length === 0) return null
  yUndoPluginKey.getState(view.state)?.undoManager.stopCapturing()
  if (tr) view.dispatch(tr)
  pages.write(past.pages, ALONG)
  const at = versionsOf(timeline).find(version => version.seq === seq)?.at
  return at ? dateTime(at) : ''
}

function dropped(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  next.delete(ASKED)
  return next
}
