import { useLocation } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { words } from '../words'
import s from './page.module.css'
import { useSignedOut } from './state'

/** Who was at work a moment ago is told why they are here now. */
export function SignedOut() {
  const t = useWords(words)
  const { data: told } = useSignedOut()
  const { state } = useLocation()
  // The suite tells no reason where they did it themselves: in another tab, this one hears of it.
  const reason = told ?? (told === null && state?.isLeft ? 'here' : null)
  if (!reason) return null
  return (
    <p className={s.locked} role="status">
      {t(`signin.ended.${reason}`)}
    </p>
  )
}
