/** Opens the suggestions, says how many wait, and goes from one to the next by the keyboard. */
import { MessageSquareDiff } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { IconButton } from '@/kit/button'
import type { DocumentSession } from '../text/session'
import { suggestionsIn } from './list'
import { neighbour, show } from './ruling'
import { words } from './words'

export function SuggestionsButton({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const { isOpen } = session.suggesting
  const doc = useStore(session.editorState)?.doc
  const count = useMemo(() => (doc ? suggestionsIn(doc).length : 0), [doc])
  const isShown = useStore(isOpen)
  useNeighbourKeys(session)
  return (
    <IconButton
      icon={MessageSquareDiff}
      label={count > 0 ? t('open', { count }) : t('openNone')}
      count={count}
      aria-pressed={isShown}
      onPress={() => isOpen.set(!isShown)}
    />
  )
}

/** By the keys' places: on a Hangul layout N is ㅜ and P is ㅔ. */
const WAYS: Readonly<Record<string, 1 | -1>> = { KeyN: 1, KeyP: -1 }

function useNeighbourKeys(session: DocumentSession): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const way = WAYS[event.code]
      const view = session.editor?.view
      if (!way || !view || !event.ctrlKey || !event.altKey || event.shiftKey) return
      event.preventDefault()
      const found = neighbour(view, way)
      if (!found) return
      session.suggesting.isOpen.set(true)
      show(session, found)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [session])
}
