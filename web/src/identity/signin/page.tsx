/** 로그인 (S01): get in without a manual. */
import { KeyRound } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { session, zone } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { Mark } from '@/kit/brand'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/field'
import { useTitle } from '@/kit/page'
import { DisplayQuick } from '../settings/display'
import { words } from '../words'
import { finishMobileId, signIn, signInByPasskey } from './actions'
import { DemoAccounts } from './demo'
import { MobileId } from './mobile'
import s from './page.module.css'
import { SignInProblem } from './problem'
import { SignedOut } from './signed-out'
import { SingleSignOn } from './single'
import { broughtBack, placeAfter, refusedElsewhere } from './state'

export function SignIn() {
  const t = useWords(words)
  useTitle(t('signin.title'))
  const { search } = useLocation()
  const current = useStore(session)
  const here = useStore(zone)
  const switching = new URLSearchParams(search).has('switch')
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [doing, setDoing] = useState<'password' | 'passkey' | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(() => refusedElsewhere(search))
  const [closed, setClosed] = useState(false) // the browser's question, without a passkey
  const passwordField = useRef<HTMLInputElement>(null)
  const [entered, setEntered] = useState(false)
  const enter = useCallback(() => setEntered(true), [])
  useEffect(() => {
    const code = broughtBack(location.hash)
    if (code) finishMobileId(code).then(enter, error => setRefusal(asRefusal(error)))
  }, [enter])
  if (entered || (current !== null && current !== 'unknown' && !switching)) {
    return <Navigate to={placeAfter(search)} replace />
  }

  async function attempt(kind: 'password' | 'passkey', enter: () => Promise<boolean>) {
    setDoing(kind)
    setRefusal(null)
    setClosed(false)
    try {
      const came = await enter()
      setEntered(came)
      setClosed(!came)
    } catch (error) {
      setRefusal(asRefusal(error))
      if (kind === 'password') passwordField.current?.select()
    } finally {
      setDoing(null)
    }
  }
  const byPasskey = () => void attempt('passkey', signInByPasskey)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (doing !== null) return
    void attempt('password', async () => {
      await signIn(userName.normalize('NFC').trim(), password)
      return true
    })
  }
  return (
    <main className={s.page}>
      <div className={s.quick}>
        <DisplayQuick />
      </div>
      <div className={s.stage}>
        <section className={s.card}>
          <div className={s.brand}>
            <Mark size={40} />
            <h1 className={s.product}>{t('signin.product')}</h1>
            <ZoneBadge zone={here} />
          </div>
          {refusal ? (
            <SignInProblem refusal={refusal} onPasskey={byPasskey} />
          ) : (
            !switching && <SignedOut />
          )}
          <form className={s.form} onSubmit={submit}>
            <TextField
              label={t('signin.userName')}
              value={userName}
              onChange={setUserName}
              autoComplete="username webauthn"
              autoFocus
              isRequired
            />
            <TextField
              label={t('signin.password')}
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
              ref={passwordField}
              isRequired
            />
            <Button type="submit" look="primary" size="l" wide isPending={doing === 'password'}>
              {t('signin.enter')}
            </Button>
          </form>
          <p className={s.or}>{t('signin.or')}</p>
          <Button
            size="l"
            wide
            icon={KeyRound}
            isPending={doing === 'passkey'}
            isDisabled={!passkeysWork()}
            onPress={byPasskey}
          >
            {t('signin.passkey')}
          </Button>
          {closed && (
            <p role="status" className={s.help}>
              {t('signin.closed')}
            </p>
          )}
          <MobileId onEntered={enter} onRefused={setRefusal} />
          <SingleSignOn to={placeAfter(search)} onRefused={setRefusal} />
          <p className={s.help}>{passkeysWork() ? t('signin.help') : t('signin.noPasskeys')}</p>
        </section>
        <DemoAccounts
          onPick={(account, password) => {
            setUserName(account.user_name)
            setPassword(password)
            setRefusal(null)
          }}
        />
      </div>
    </main>
  )
}
