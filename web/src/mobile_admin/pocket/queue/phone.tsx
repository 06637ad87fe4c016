/** 이 휴대전화: until when it opens without a line, what goes when, its clock and room. */
import { Building2, Fingerprint, LogOut, Smartphone } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { DisplayQuick } from '@/identity/settings/display'
import { signOut } from '@/identity/signin/actions'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { TextField } from '@/kit/text-field'
import { toast } from '@/kit/toast'
import { useClock, useDay } from '../hooks'
import { own } from '../own'
import { installing, isReleaseWaiting } from '../shell/worker'
import { addPasskey, isUsable } from '../store/opening'
import { makePasskeySecret, passkeysMayWork } from '../store/passkey'
import { desk } from '../sync/post'
import { words } from '../words'
import s from './page.module.css'

const CLOCK_IS_OFF_MS = 5 * 60_000

export function PhoneCard() {
  const t = useWords(words)
  const install = useStore(installing)
  const isNew = useStore(isReleaseWaiting)
  return (
    <Card title={t('q.phone')} icon={Smartphone}>
      <dl className={s.facts}>
        <Lease />
        <Wipe />
        <ClockFact />
        <Room />
      </dl>
      <Passkey />
      <div className={s.passkey}>
        <LinkButton to="/field/sent" icon={Building2}>
          {t('office')}
        </LinkButton>
        <SignOut />
      </div>
      <div className={s.passkey}>
        <DisplayQuick />
      </div>
      {install && <Button onPress={() => void install.prompt()}>{t('q.install')}</Button>}
      {isNew && <p className={s.note}>{t('q.release')}</p>}
    </Card>
  )
}

/** Asks first: what is asked says what goes from here, and what stays. */
function SignOut() {
  const t = useWords(words)
  const go = () => signOut().catch(() => toast(t('q.signOutAway')))
  return (
    <Button icon={LogOut} onPress={() => void go()}>
      {t('q.signOut')}
    </Button>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Lease() {
  const t = useWords(words)
  const pocket = useStore(own)?.pocket
  if (!pocket) return null
  const { lease } = pocket
  const said =
    lease && isUsable(pocket, Date.now())
      ? t('q.leaseUntil', { at: dateTime(lease.until) })
      : t('q.leaseOver')
  return <Fact label={t('q.lease')}>{said}</Fact>
}

function Wipe() {
  const t = useWords(words)
  const day = useDay()
  if (!day) return null
  return (
    <Fact label={t('q.wipe')}>
      {dateTime(day.wipeAt)} <span className={s.note}>{t('q.wipeNote')}</span>
    </Fact>
  )
}

function ClockFact() {
  const t = useWords(words)
  const clock = useClock()
  if (!clock) return <Fact label={t('q.clock')}>{t('q.clockUnknown')}</Fact>
  if (Math.abs(clock.offset_ms) > CLOCK_IS_OFF_MS) {
    const minutes = Math.round(Math.abs(clock.offset_ms) / 60_000)
    const apart = { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
    const way = clock.offset_ms < 0 ? 'q.clockFast' : 'q.clockSlow'
    return (
      <Fact label={t('q.clock')}>
        {t(apart.hours > 0 ? way : `${way}Minutes`, apart)}{' '}
        <strong role="alert">{t('q.clockOff')}</strong>
      </Fact>
    )
  }
  const seconds = (Math.round(clock.offset_ms / 100) / 10 + 0).toFixed(1) // no −0.0
  const uncertainty = (clock.uncertainty_ms / 1000).toFixed(1)
  return <Fact label={t('q.clock')}>{t('q.clockValue', { seconds, uncertainty })}</Fact>
}

function Room() {
  const t = useWords(words)
  const [used, setUsed] = useState<number | null>(null)
  const [isSafe, setSafe] = useState(false)
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => setUsed(usage ?? null))
    void navigator.storage?.persisted?.().then(setSafe)
  }, [])
  return (
    <Fact label={t('q.room')}>
      {used === null ? '' : `${bytes(used)} · `}
      {t(isSafe ? 'q.safe' : 'q.unsafe')}
    </Fact>
  )
}

function Passkey() {
  const t = useWords(words)
  const pocket = useStore(own)?.pocket
  const [pin, setPin] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (!pocket || !passkeysMayWork()) return null
  if (pocket.passkey) return <p className={s.note}>{t('q.hasPasskey')}</p>
  async function add(event: FormEvent): Promise<void> {
    event.preventDefault()
    const current = own.get()
    if (!current || pin === null) return
    setBusy(true)
    const made = await makePasskeySecret(current.pocket.name)
    const found = made && (await addPasskey(desk, current.pocket, pin, made))
    setBusy(false)
    setPin(null)
    if (found?.kind !== 'open') return toast(t('q.passkeyNot'))
    own.set({ ...current, pocket: found.pocket })
    toast(t('q.passkeyAdded'))
  }
  if (pin === null) {
    return (
      <div className={s.passkey}>
        <Button icon={Fingerprint} onPress={() => setPin('')}>
          {t('q.addPasskey')}
        </Button>
      </div>
    )
  }
  return (
    <form className={s.passkey} onSubmit={event => void add(event)}>
      <TextField
        label={t('q.passkeyPin')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        value={pin}
        onChange={setPin}
      />
      <Button type="submit" icon={Fingerprint} isPending={isBusy} isDisabled={pin === ''}>
        {t('q.addPasskey')}
      </Button>
    </form>
  )
}
