/** The bar when it is wanted, and the keys that open it. */
import { Suspense, useEffect } from 'react'
import { part } from '@/kernel/part'
import { useStore } from '@/kernel/store'
import type { DocumentSession } from '../text/session'

const FindBar = part(async () => (await import('./bar')).FindBar)

/** By the keys' places: on a Hangul layout F is ㄹ and H is ㅗ. */
const KEYS: Readonly<Record<string, 'find' | 'replace'>> = { KeyF: 'find', KeyH: 'replace' }

export function Find({ session }: { readonly session: DocumentSession }) {
  const mode = useStore(session.finding.mode)
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const wanted = KEYS[event.code]
      const isPlain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!wanted || !isPlain) return
      event.preventDefault()
      openFind(session, wanted)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [session])
  if (mode === 'closed') return null
  return (
    <Suspense fallback={null}>
      <FindBar session={session} />
    </Suspense>
  )
}

/** With what is selected, if that is a piece of one line. */
export function openFind(session: DocumentSession, mode: 'find' | 'replace'): void {
  const { finding, editor } = session
  editor?.settle()
  const { doc, selection } = editor?.view.state ?? {}
  const { $from, $to } = selection ?? {}
  if (doc && selection && !selection.empty && $from && $to?.sameParent($from)) {
    const text = doc.textBetween(selection.from, selection.to, '', '')
    if (text) finding.wish.set({ ...finding.wish.get(), text })
  }
  finding.mode.set(mode)
}
