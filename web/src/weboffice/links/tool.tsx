/** The door in the toolbar; the dialog also opens by Ctrl+K and from the bar of a link. */
import { Link2 } from 'lucide-react'
import type { EditorState } from 'prosemirror-state'
import { Suspense, useEffect } from 'react'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { useStore } from '@/kernel/store'
import { ToggleIconButton } from '@/kit/button'
import type { DocumentSession } from '../text/session'
import { linkAt } from './model'
import { words } from './words'

const LinkDialog = part(async () => (await import('./dialog')).LinkDialog)

interface ToolProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function LinkTool({ session, state }: ToolProps) {
  const t = useWords(words)
  const isOpen = useStore(session.isLinking)
  useShortcut(session)
  return (
    <>
      <ToggleIconButton
        icon={Link2}
        label={`${t('link')} (Ctrl+K)`}
        isSelected={linkAt(state) !== null}
        onChange={() => {
          session.editor?.settle()
          session.isLinking.set(true)
        }}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <LinkDialog session={session} onClose={() => session.isLinking.set(false)} />
        </Suspense>
      )}
    </>
  )
}

/** By the key's place, and only within the text: elsewhere Ctrl+K looks for things in all of Onmaru. */
function useShortcut(session: DocumentSession): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const { editor } = session
      const isPlain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (event.code !== 'KeyK' || !isPlain || !editor?.view.hasFocus()) return
      const { state } = editor.view
      if (state.selection.empty && linkAt(state) === null) return
      event.preventDefault()
      event.stopPropagation()
      editor.settle()
      session.isLinking.set(true)
    }
    addEventListener('keydown', pressed, { capture: true })
    return () => removeEventListener('keydown', pressed, { capture: true })
  }, [session])
}
