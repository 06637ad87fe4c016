import { useLocation } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { endedBy } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { words } from '../words'
import { hasLeftLately } from './leaving'
import s from './page.module.css'
import { useSignedOut, useSingleSignOn } from './state'

/** Who was at work a moment ago is told why they are here now. */
export function SignedOut() {
  const t = useWords(words)
  const { data: told } = useSignedOut()
  const { state, search } = useLocation()
  const elsewhere = useSingleSignOn().data
  const by = useStore(endedBy)
  // The suite tells no reason where they did it themselves, as in another tab, of which this one
  // hears; nor at another address or device than they signed in at, where nobody may know it.
  const isHere = by === 'signed_out' || (by === null && hasLeftLately())
  const untold = isHere ? 'here' : 'untold'
  const reason = told ?? (told === null && state?.isLeft ? untold : null)
  const isStillIn = elsewhere && new URLSearchParams(search).has('still')
  if (!reason && !isStillIn) return null
  return (
    <p className={s.locked} role="status">
      {reason ? t(`signin.ended.${reason}`) : t('signin.stillIn', { title: elsewhere ?? '' })}
    </p>
  )
}
