/** The room did not take a suggestion: the page begins anew with what the room has. */
import { useEffect } from 'react'
import { useWords } from '@/kernel/i18n'
import { toast } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import { words } from './words'

export function useNotTaken(session: DocumentSession | null, again: () => void): void {
  const t = useWords(words)
  useEffect(() => {
    const refused = session?.provider.isRefused
    return refused?.follow(() => {
      if (!refused.get()) return
      session?.keep.discard() // else the next page would send it again
      toast(t('notTaken'))
      again()
    })
  })
}
