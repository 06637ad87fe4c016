/** PIN or passkey of one pocket, and what to do where they do not open it. */
import { Fingerprint, LockOpen } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { TextField } from '@/kit/text-field'
import { enter, lock } from '../own'
import { type Opening, openByPasskey, openByPin } from '../store/opening'
import { passkeySecret } from '../store/passkey'
import { findRegistered, type Registered } from '../store/registry'
import { desk } from '../sync/post'
import { ask } from '../sync/wire'
import { words } from '../words'
import s from './gate.module.css'
import { SIGN_IN } from './sign-in'

export function Unlock({ pocket }: { readonly pocket: Registered }) {
  const t = useWords(words)
  const [pin, setPin] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Opening | null>(null)
  async function open(by: (found: Registered) => Promise<Opening | null>): Promise<void> {
    setBusy(true)
    try {
      // As it is now: another window may have opened it meanwhile, or used up its tries.
      const found = (await findRegistered(pocket.id)) ?? pocket
      const opening = await by(found)
      setRefused(opening?.kind === 'open' ? null : opening)
      if (opening) await enter(opening)
      if (opening?.kind === 'gone') lock('wiped') // there is nothing here to type a PIN for
    } finally {
      setPin('')
      setBusy(false)
    }
  }
  async function byPasskey(found: Registered): Promise<Opening | null> {
    if (found.passkey === null) return null
    const secret = await passkeySecret(found.passkey.credential, found.passkey.salt)
    return secret && openByPasskey(desk, found, secret)
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    void open(found => openByPin(desk, found, pin))
  }
  return (
    <form className={s.box} onSubmit={submit}>
      <TextField
        label={t('gate.pinOf', { name: pocket.name })}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        value={pin}
        onChange={setPin}
      />
      <Button
        type="submit"
        look="primary"
        size="l"
        icon={LockOpen}
        isPending={isBusy}
        isDisabled={pin === ''}
      >
        {t(isBusy ? 'gate.opening' : 'gate.open')}
      </Button>
      {pocket.passkey && (
        <Button
          size="l"
          icon={Fingerprint}
          isDisabled={isBusy}
          onPress={() => void open(byPasskey)}
        >
          {t('gate.passkey')}
        </Button>
      )}
      {refused && <Refused refused={refused} pocket={pocket} again={() => setRefused(null)} />}
    </form>
  )
}

interface RefusedProps {
  readonly refused: Opening
  readonly pocket: Registered
  readonly again: () => void
}

function Refused({ refused, pocket, again }: RefusedProps) {
  const t = useWords(words)
  const needsSignIn = refused.kind === 'sign_in' || refused.kind === 'shut'
  async function allowMore(): Promise<void> {
    const answer = await ask(`/api/field/pockets/${pocket.id}/tries`, { method: 'POST' })
    if (answer.kind === 'ok') again()
  }
  return (
    <div className={s.box} role="alert">
      <p className={s.said}>{useSaid(refused)}</p>
      {needsSignIn && <LinkButton to={SIGN_IN}>{t('gate.goSignIn')}</LinkButton>}
      {refused.kind === 'shut' && (
        <Button onPress={() => void allowMore()}>{t('gate.more')}</Button>
      )}
    </div>
  )
}

function useSaid(refused: Opening): string {
  const t = useWords(words)
  switch (refused.kind) {
    case 'wrong':
      return refused.left > 0 ? t('gate.wrong', { left: refused.left }) : t('gate.wrongOnly')
    case 'shut':
      return t('gate.shut')
    case 'no_lease':
      return t('gate.noLease')
    case 'sign_in':
      return t('gate.signIn')
    case 'gone':
      return t('gate.wiped')
    default:
      return t('gate.refused', { code: refused.kind === 'refused' ? refused.code : '' })
  }
}
