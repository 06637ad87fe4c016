/** Asks who is here once more: the password, or a passkey. */
import { KeyRound } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/field'
import { words } from '../words'
import { confirmByPasskey, confirmByPassword } from './actions'
import s from './page.module.css'
import { SignInProblem } from './problem'

interface ConfirmProps {
  /** What the button does: 잠금 해제. */
  readonly act: string
  readonly onDone: () => void
}

export function Confirm({ act, onDone }: ConfirmProps) {
  const t = useWords(words)
  const { person } = useSession()
  const [password, setPassword] = useState('')
  const [doing, setDoing] = useState<'password' | 'passkey' | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const isWrong = refusal?.code === 'sign_in_refused'
  async function attempt(kind: 'password' | 'passkey', prove: () => Promise<boolean>) {
    setDoing(kind)
    setRefusal(null)
    try {
      if (await prove()) onDone()
    } catch (error) {
      setRefusal(asRefusal(error))
      if (kind === 'password') field.current?.select()
    } finally {
      setDoing(null)
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (doing === null) void attempt('password', () => confirmByPassword(password))
  }
  return (
    <form className={s.form} onSubmit={submit}>
      {refusal && !isWrong && <SignInProblem refusal={refusal} />}
      <TextField
        label={t('signin.passwordOf', { name: person.name })}
        type="password"
        value={password}
        onChange={typed => {
          setPassword(typed)
          if (isWrong) setRefusal(null)
        }}
        error={
          isWrong ? t('signin.wrongPassword', { count: Number(refusal.facts.attempts_left) }) : null
        }
        autoComplete="current-password"
        ref={field}
        autoFocus
        isRequired
      />
      <Button type="submit" look="primary" wide isPending={doing === 'password'}>
        {act}
      </Button>
      {passkeysWork() && (
        <Button
          wide
          icon={KeyRound}
          isPending={doing === 'passkey'}
          onPress={() => void attempt('passkey', confirmByPasskey)}
        >
          {t('signin.byPasskey')}
        </Button>
      )}
    </form>
  )
}
