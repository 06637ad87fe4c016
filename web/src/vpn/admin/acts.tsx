/** What may be done about a device: let it in, refuse it with a reason, cut it everywhere. */
import { Check, ShieldAlert, ShieldCheck, ShieldOff, X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { PocketsLeft } from '../devices/pockets-left'
import { ReasonForm } from '../reason-form'
import s from './page.module.css'
import { approve, cut, type HeldDevice, refuse, shownAs, vouch } from './state'
import { words } from './words'

export function Acts({ device }: { readonly device: HeldDevice }) {
  const t = useWords(words)
  const { person } = useSession()
  const said = (doing: Promise<void>, done: string) =>
    void doing.then(() => toast(done), toastRefusal)
  if (shownAs(device) === 'past') return null
  return (
    <span className={s.acts}>
      {device.state === 'waiting' && hasRole(person, 'it_admin') && (
        <>
          <Button
            size="s"
            icon={ShieldCheck}
            onPress={() => said(approve(device.id, 'managed'), t('approved'))}
          >
            {t('approveManaged')}
          </Button>
          <Button
            size="s"
            icon={Check}
            onPress={() => said(approve(device.id, 'claimed'), t('approved'))}
          >
            {t('approveClaimed')}
          </Button>
          <Refuse device={device} />
        </>
      )}
      {device.state === 'active' && hasRole(person, 'it_admin') && (
        <Button
          size="s"
          icon={device.trust === 'managed' ? ShieldOff : ShieldCheck}
          onPress={() =>
            device.trust === 'managed'
              ? said(vouch(device.id, 'claimed'), t('unvouched'))
              : said(vouch(device.id, 'managed'), t('vouched'))
          }
        >
          {t(device.trust === 'managed' ? 'unvouch' : 'vouch')}
        </Button>
      )}
      <DialogButton
        size="s"
        title={t('cutTitle', { person: device.person, name: device.name })}
        trigger={
          <Button size="s" look="danger" icon={ShieldAlert}>
            {t('cut')}
          </Button>
        }
        footer={close => (
          <AskFoot
            leave={close}
            look="danger"
            onPress={() => {
              said(cut(device.id), t('cutDone'))
              close()
            }}
          >
            {t('cutAct')}
          </AskFoot>
        )}
      >
        <p>{t('cutNote')}</p>
        <PocketsLeft isOwn={false} />
      </DialogButton>
    </span>
  )
}

function Refuse({ device }: { readonly device: HeldDevice }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('refuseTitle', { person: device.person, name: device.name })}
      isDismissable={false}
      trigger={
        <Button size="s" icon={X}>
          {t('refuse')}
        </Button>
      }
    >
      {close => (
        <ReasonForm
          label={t('refuseReason')}
          hint={t('refuseHint')}
          most={300}
          act={t('refuse')}
          isDanger
          onReason={reason => refuse(device.id, reason).then(() => toast(t('refused')))}
          onDone={close}
        />
      )}
    </DialogButton>
  )
}
