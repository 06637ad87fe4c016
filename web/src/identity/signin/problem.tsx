import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import type { Refusal } from '@/kernel/refusal'
import { duration } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Problem } from '@/kit/problem'
import { words } from '../words'
import s from './page.module.css'

interface SignInProblemProps {
  readonly refusal: Refusal
  readonly onPasskey?: () => void
}

/** A refused sign-in; the lock of a name or of an address counts down to when it opens. */
export function SignInProblem({ refusal, onPasskey }: SignInProblemProps) {
  const t = useWords(words)
  const left = useSecondsLeft(refusal)
  if (refusal.code === 'second_proof_needed' && onPasskey) {
    return (
      <section className={s.second} role="alert">
        <h2>{t('signin.second.title')}</h2>
        <p>{t('signin.second.note', { count: Number(refusal.facts.attempts_left) })}</p>
        <Button
          look="primary"
          wide
          icon={KeyRound}
          isDisabled={!passkeysWork()}
          onPress={onPasskey}
        >
          {t('signin.second.act')}
        </Button>
      </section>
    )
  }
  if (left === null) return <Problem error={refusal} />
  if (left === 0) return null
  return (
    <p className={s.locked} role="alert">
      {t(refusal.code === 'sign_in_held' ? 'signin.heldFor' : 'signin.lockedFor', {
        left: duration(left),
      })}
    </p>
  )
}

function useSecondsLeft({ facts }: Refusal): number | null {
  const { retry_after } = facts
  const seconds = typeof retry_after === 'number' ? retry_after : null
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    if (seconds === null) return setLeft(null)
    const end = Date.now() + seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [seconds])
  return left
}
