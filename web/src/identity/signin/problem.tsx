import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import type { Refusal } from '@/kernel/refusal'
import { duration } from '@/kernel/time'
import { Problem } from '@/kit/problem'
import { words } from '../words'
import s from './page.module.css'

/** A refused sign-in; the lock of a name or of an address counts down to when it opens. */
export function SignInProblem({ refusal }: { readonly refusal: Refusal }) {
  const t = useWords(words)
  const left = useSecondsLeft(refusal)
  if (left === null) return <Problem error={refusal} />
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
