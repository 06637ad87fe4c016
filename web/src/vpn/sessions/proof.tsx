/** Asks who is here, besides the device: the password, or a passkey. */
import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { SignInProblem } from '@/identity/signin/problem'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import { asRefusal } from '@/kernel/refusal'
import { useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import s from './page.module.css'
import { type Proof, withPasskey, withPassword } from './state'
import { words } from './words'

interface ProofProps {
  readonly title: string
  /** What comes of it besides. */
  readonly note?: string
  readonly onProof: (proof: Proof) => Promise<void>
  readonly onClose: () => void
}

export function AskProof({ title, note, onProof, onClose }: ProofProps) {
  const t = useWords(words)
  const { person } = useSession()
  const [password, setPassword] = useState('')
  const [doing, setDoing] = useState<'password' | 'passkey' | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function attempt(kind: 'password' | 'passkey', proving: Promise<Proof | null>) {
    setDoing(kind)
    setError(null)
    try {
      const proof = await proving
      if (proof === null) return
      await onProof(proof)
      onClose()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setDoing(null)
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (doing === null) void attempt('password', Promise.resolve(withPassword(password)))
  }
  return (
    <Dialog title={title} size="s" isOpen onOpenChange={open => !open && onClose()}>
      <form className={s.form} onSubmit={submit}>
        {note && <p>{note}</p>}
        {error !== null && <SignInProblem refusal={asRefusal(error)} />}
        {passkeysWork() && (
          <Button
            wide
            look="primary"
            icon={KeyRound}
            isPending={doing === 'passkey'}
            onPress={() => void attempt('passkey', withPasskey())}
          >
            {t('byPasskey')}
          </Button>
        )}
        <TextField
          label={t('password', { name: person.name })}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          isRequired
        />
        <Button type="submit" wide isPending={doing === 'password'}>
          {t('byPassword')}
        </Button>
      </form>
    </Dialog>
  )
}
