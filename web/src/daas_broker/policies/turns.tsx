/** The acts of a change, each as it was and as it became. */
import { useWords } from '@/kernel/i18n'
import { turnOf } from './fields'
import s from './page.module.css'
import type { Turn } from './state'
import { words } from './words'

export function TurnList({ turns }: { readonly turns: readonly Turn[] }) {
  const t = useWords(words)
  if (turns.length === 0) return null
  return (
    <ul className={s.turns} data-turns>
      {turns.map(turn => (
        <li key={turn.act}>{turnOf(t, turn)}</li>
      ))}
    </ul>
  )
}
