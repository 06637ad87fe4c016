/** Opens the margin, and begins a comment on what is selected. */
import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus, MessageSquareText } from 'lucide-react'
import { useEffect } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { IconButton } from '@/kit/button'
import { toast } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import { anchorOf } from './anchors'
import { threadsOf } from './state'
import { words } from './words'

interface ButtonsProps {
  readonly document: string
  readonly session: DocumentSession
}

export function CommentButtons({ document, session }: ButtonsProps) {
  const t = useWords(words)
  const { margin } = session
  const { data } = useQuery(threadsOf(document))
  useLive(`comments:${document}`, threadsOf(document).queryKey)
  const isOpen = useStore(margin.isOpen)
  useEffect(() => {
    margin.threads.set(data?.threads ?? [])
  }, [margin, data])
  const count = data?.threads.filter(thread => thread.resolved_by === null).length ?? 0
  useShortcut(() => begin())
  function begin() {
    const view = session.editor?.view
    session.editor?.settle()
    const anchor = view && anchorOf(view.state)
    if (anchor) margin.begin(anchor)
    else toast(t('addFirst'))
  }
  return (
    <>
      {data?.may_comment && (
        <IconButton icon={MessageSquarePlus} label={t('addKeys')} onPress={begin} />
      )}
      <IconButton
        icon={MessageSquareText}
        label={count > 0 ? t('open', { count }) : t('openNone')}
        count={count}
        aria-pressed={isOpen}
        onPress={() => (isOpen ? margin.close() : margin.isOpen.set(true))}
      />
    </>
  )
}

/** By the key's place: on a Hangul layout M is ㅡ. */
function useShortcut(act: () => void): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (!event.ctrlKey || !event.altKey || event.code !== 'KeyM') return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  })
}
