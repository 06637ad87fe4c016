/** The first time of a person on this phone: a PIN of their own. */
import { ShieldCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import type { Person } from '@/kernel/session'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/text-field'
import { enter } from '../own'
import { makePocket, type Opening } from '../store/opening'
import { desk } from '../sync/post'
import { words } from '../words'
import s from './gate.module.css'
import { faultOf } from './pin'
import { TooMany } from './too-many'

export function Setup({ person }: { readonly person: Person }) {
  const t = useWords(words)
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [phone, setPhone] = useState(t('gate.phoneDefault'))
  const [isTold, setTold] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Opening | null>(null)
  const fault = faultOf(pin)
  const differs = pin !== again
  const isFull = failed?.kind === 'refused' && failed.code === 'too_many_pockets'
  async function make(event?: FormEvent): Promise<void> {
    event?.preventDefault()
    setTold(true)
    if (fault || differs || phone.trim() === '') return
    setBusy(true)
    setFailed(null)
    const whose = { person: person.id, name: person.name, phone: phone.trim() }
    const opening = await makePocket(desk, whose, pin).finally(() => setBusy(false))
    if (opening.kind === 'open') await enter(opening)
    else setFailed(opening)
  }
  return (
    <form className={s.box} onSubmit={event => void make(event)}>
      <h2>{t('gate.make')}</h2>
      <p className={s.note}>{t('gate.makeNote')}</p>
      <TextField
        label={t('gate.newPin')}
        hint={t('gate.newPinHint')}
        error={isTold && fault ? t(`gate.${fault}`) : null}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={setPin}
      />
      <TextField
        label={t('gate.again')}
        error={isTold && !fault && differs ? t('gate.differs') : null}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={again}
        onChange={setAgain}
      />
      <TextField
        label={t('gate.phone')}
        hint={t('gate.phoneHint')}
        value={phone}
        maxLength={60}
        onChange={setPhone}
      />
      <Button type="submit" look="primary" size="l" icon={ShieldCheck} isPending={isBusy}>
        {t('gate.make')}
      </Button>
      {isFull && <TooMany onRoom={() => void make()} />}
      {failed && !isFull && (
        <p className={s.said} role="alert">
          {failed.kind === 'no_lease'
            ? t('gate.waiting')
            : t('gate.refused', { code: failed.kind === 'refused' ? failed.code : failed.kind })}
        </p>
      )}
    </form>
  )
}
