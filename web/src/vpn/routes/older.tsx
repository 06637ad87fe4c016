/** A device whose profile is older than the agency's networks: what changed, and what to do. */
import { Route } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { Copyable } from '../devices/copyable'
import type { Device } from '../devices/state'
import s from './older.module.css'
import { confirmRoutes, few, followsByItself, type Older } from './state'
import { words } from './words'

interface OlderProps {
  readonly device: Pick<Device, 'name' | 'platform' | 'certificate_until'>
  readonly older: Older
  /** Only its owner can say that it was put in. */
  readonly isOwn: boolean
}

export function OlderProfile({ device, older, isOwn }: OlderProps) {
  const t = useWords(words)
  return (
    <span className={s.older}>
      <strong className={s.what}>
        <Route size={16} aria-hidden />
        {t('old')}
      </strong>
      <Changed older={older} />
      {followsByItself(device) && <span>{t('byItself')}</span>}
      <Fix device={device} older={older} isOwn={isOwn} />
    </span>
  )
}

function Changed({ older: { came, gone } }: { readonly older: Older }) {
  const t = useWords(words)
  const listed = (networks: readonly string[]) => {
    const found = few(networks)
    return found.count > 0 ? t('more', found) : found.networks
  }
  return (
    <>
      {came.length > 0 && <span>{t('came', { networks: listed(came) })}</span>}
      {gone.length > 0 && <span>{t('gone', { networks: listed(gone) })}</span>}
    </>
  )
}

function Fix({ device, older, isOwn }: OlderProps) {
  const t = useWords(words)
  const isApp = !followsByItself(device)
  const done = () => confirmRoutes(older).then(() => toast(t('noted')), toastRefusal)
  return (
    <DialogButton
      size="m"
      title={t('title', { name: device.name })}
      trigger={
        <Button size="s" icon={Route}>
          {t(isOwn ? 'fix' : 'look')}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          {isOwn && isApp && (
            <Button
              look="primary"
              onPress={() => {
                void done()
                close()
              }}
            >
              {t('done')}
            </Button>
          )}
        </>
      )}
    >
      <div className={s.steps}>
        <p>{t('why')}</p>
        {isApp ? (
          <>
            <p className={s.step}>{t('app')}</p>
            <p className={s.step}>{t('paste')}</p>
            <Copyable text={older.routes} />
            <p className={s.quiet}>{t(isOwn ? 'doneNote' : 'theirs')}</p>
          </>
        ) : (
          <>
            <p>{t('byItself')}</p>
            <p>{t('still')}</p>
            <Copyable text={`curl -fsS ${location.origin}/api/gvpn/renew.sh | sudo sh -s now`} />
          </>
        )}
      </div>
    </DialogButton>
  )
}
