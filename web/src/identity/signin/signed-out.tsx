import { useWords } from '@/kernel/i18n'
import { words } from '../words'
import s from './page.module.css'
import { useSignedOut } from './state'

/** Who was at work a moment ago is told why they are here now. */
export function SignedOut() {
  const t = useWords(words)
  const { data: reason } = useSignedOut()
  if (!reason) return null
  return (
    <p className={s.locked} role="status">
      {t(`signin.ended.${reason}`)}
    </p>
  )
}
