/** To the trash at once, with the way back in the notice. */
import { useWords } from '@/kernel/i18n'
import { toast, toastRefusal } from '@/kit/toast'
import { restoreAll, throwAway } from './actions'
import type { Node } from './model'
import { words } from './words'

export function useThrowAway(): (nodes: readonly Node[]) => Promise<void> {
  const t = useWords(words)
  return async nodes => {
    const [first] = nodes
    if (!first) return
    try {
      await throwAway(nodes)
      const text =
        nodes.length === 1
          ? t('trashedOne', { name: first.name })
          : t('trashedMany', { count: nodes.length })
      toast(text, () => void restoreAll(nodes).catch(toastRefusal))
    } catch (error) {
      toastRefusal(error)
    }
  }
}
