/** How a change is called, and that it was done or refused. */
import { useWords } from '@/kernel/i18n'
import { toast, toastRefusal } from '@/kit/toast'
import type { Change } from './state'
import { words } from './words'

export async function act(work: () => Promise<void>, done: string): Promise<void> {
  try {
    await work()
    toast(done)
  } catch (error) {
    toastRefusal(error)
  }
}

export function useScopeName() {
  const t = useWords(words)
  return ({ kind, scope_id, scope_name }: Change) =>
    kind === 'zone' && (scope_id === 'work' || scope_id === 'internet')
      ? t(`admin.${scope_id}`)
      : `${t(`admin.scope.${kind}`)} ${scope_name}`
}
