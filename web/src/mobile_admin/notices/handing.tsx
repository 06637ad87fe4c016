/** Handing a notice to its citizen at the door: a QR code, and whether it arrived. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { QrCode, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Qr } from '@/kit/qr'
import { toastRefusal } from '@/kit/toast'
import s from './notices.module.css'
import { arrivalOf, type Given, give } from './state'
import { words } from './words'

export function Handing({ id }: { readonly id: string }) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={t('give')} icon={Smartphone}>
      <div className={s.stack}>
        <div>{t('giveNote')}</div>
        <Arrived id={id} />
        <div>
          <Button look="primary" icon={QrCode} onPress={() => setOpen(true)}>
            {t('makeLink')}
          </Button>
        </div>
      </div>
      <Dialog title={t('give')} isOpen={isOpen} onOpenChange={setOpen} isDismissable={false}>
        {close => <Giving id={id} close={close} />}
      </Dialog>
    </Card>
  )
}

function Arrived({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(arrivalOf(id))
  if (data.links.length === 0) return null
  return (
    <div role="status">
      <div>{t('links', { count: data.links.length })}</div>
      {data.receipts.length === 0 && <div>{t('notArrived')}</div>}
      {data.receipts.map(({ act, at }) => (
        <div key={`${act} ${at}`}>
          {t(act)} <Moment at={at} />
        </div>
      ))}
    </div>
  )
}

function Giving({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useWords(words)
  const [birth, setBirth] = useState('')
  const [given, setGiven] = useState<Given | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function make() {
    setBusy(true)
    await give(id, birth).then(setGiven, toastRefusal)
    setBusy(false)
  }
  if (given)
    return (
      <div className={s.given}>
        <Qr rows={given.qr} label={t('linkQr')} />
        {given.code ? (
          <div>
            {t('tellCode')} <strong className={s.code}>{given.code}</strong>
          </div>
        ) : (
          <div>{t('asksBirth')}</div>
        )}
        <div>{t('linkUntil')}</div>
        <Button onPress={close}>{t('close')}</Button>
      </div>
    )
  return (
    <div className={s.stack}>
      <TextField
        label={t('birth')}
        hint={t('birthHint')}
        inputMode="numeric"
        value={birth}
        onChange={setBirth}
        placeholder="19800102"
      />
      <Button look="primary" icon={QrCode} isPending={isBusy} onPress={() => void make()}>
        {t('makeLink')}
      </Button>
    </div>
  )
}
