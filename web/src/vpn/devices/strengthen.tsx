/** A device from before there were preshared keys: how it comes by one. */
import { KeyRound } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { DialogButton } from '@/kit/dialog'
import { words } from '../words'
import { Copyable } from './copyable'
import s from './page.module.css'
import { type Device, hasLine } from './state'

export function Strengthen({ device }: { readonly device: Device }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="m"
      title={t('strengthenTitle', { name: device.name })}
      trigger={
        <Button size="s" icon={KeyRound}>
          {t('strengthen')}
        </Button>
      }
    >
      <div className={s.form}>
        <p>{t('strengthenNote')}</p>
        {hasLine(device.platform) && device.certificate_until !== null ? (
          <div>
            <p className={s.step}>{t('strengthenLine')}</p>
            <Copyable text={`curl -fsS ${location.origin}/api/gvpn/renew.sh | sudo sh -s now`} />
            <p className={s.quiet}>{t('strengthenLineNote')}</p>
          </div>
        ) : (
          <>
            <p className={s.step}>{t('strengthenAnew')}</p>
            <LinkButton to="/gvpn?add">{t('add')}</LinkButton>
          </>
        )}
      </div>
    </DialogButton>
  )
}
