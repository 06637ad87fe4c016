/** `?batch=…` in a document's address: what was written while away is taken over, once. */
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import * as Y from 'yjs'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { toast, toastRefusal } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import { bytesOf, decide } from './state'
import { words } from './words'

const ASKED = 'batch'

export function useBatch(session: DocumentSession | null): void {
  const t = useWords(words)
  const [query, setQuery] = useSearchParams()
  const asked = query.get(ASKED)
  useEffect(() => {
    if (!session || asked === null) return
    const opened = session
    let isDone = false
    async function take(id: string) {
      if (isDone || !opened.provider.isHere.get() || opened.provider.right.get() !== 'write') return
      isDone = true
      try {
        const update = await queries.fetchQuery(bytesOf(id, 'update'))
        opened.editor?.settle()
        Y.applyUpdate(opened.doc, update, ASKED)
        // The decision is noted when it is durable: until then the server keeps the batch.
        await opened.provider.whenSaved()
        await decide(id, 'accept')
        toast(t('accepted'))
      } catch (error) {
        toastRefusal(error)
      }
      setQuery(dropped, { replace: true })
    }
    const again = () => void take(asked)
    const leave = [opened.provider.isHere.follow(again), opened.provider.right.follow(again)]
    again()
    return () => {
      for (const stop of leave) stop()
    }
  }, [session, asked, setQuery, t])
}

function dropped(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  next.delete(ASKED)
  return next
}
