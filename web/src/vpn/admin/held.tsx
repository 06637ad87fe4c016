/** Removals that wait for an administrator's word: how many, why they would go, and the word. */
import { ShieldAlert, UserX } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { ago } from '@/kernel/time'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { allowRemovals, type SeenTunnel } from './state'
import { words } from './words'

const WHY = ['unknown', 'left', 'expired'] as const

interface HeldProps {
  readonly held: NonNullable<SeenTunnel['held_back']>
}

export function HeldBack({ held }: HeldProps) {
  const t = useWords(words)
  const { person } = useSession()
  const { count, peers } = held
  return (
    <section className={s.held} aria-label={t('heldTitle', { count, peers })} role="alert">
      <p className={s.heldTitle}>
        <ShieldAlert size={20} aria-hidden />
        <strong>{t('heldTitle', { count, peers })}</strong>
        <span className={s.quiet}>{ago(held.since)}</span>
      </p>
      <p>{t('heldNote')}</p>
      <ul>
        {WHY.filter(why => held[why] > 0).map(why => (
          <li key={why}>{t(`heldWhy.${why}`, { count: held[why] })}</li>
        ))}
      </ul>
      <p>{t(held.is_allowed ? 'heldAllowed' : 'heldFix')}</p>
      {hasRole(person, 'it_admin') && !held.is_allowed && <Word count={count} />}
    </section>
  )
}

function Word({ count }: { readonly count: number }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('heldAsk', { count })}
      trigger={
        <Button look="danger" icon={UserX}>
          {t('heldAct', { count })}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            allowRemovals(count).then(() => toast(t('heldDone')), toastRefusal)
            close()
          }}
        >
          {t('heldYes')}
        </AskFoot>
      )}
    >
      <p>{t('heldAskNote')}</p>
    </DialogButton>
  )
}
