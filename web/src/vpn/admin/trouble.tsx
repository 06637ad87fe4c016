/** A gateway that is to be on and is not: what hinders it, and what its operator does about it. */
import { ShieldAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import s from './page.module.css'
import { type Gateway, isLate, type SeenTunnel } from './state'
import { words } from './words'

interface TroubleProps {
  readonly gateway: Gateway
  readonly seen: SeenTunnel
}

export function Trouble({ gateway, seen }: TroubleProps) {
  const t = useWords(words)
  const what = troubleOf(gateway, seen)
  if (what === null) return null
  const facts = { port: gateway.port, network: gateway.network }
  return (
    <section className={s.held} role="alert">
      <p className={s.heldTitle}>
        <ShieldAlert size={20} aria-hidden />
        <strong>{t(`trouble.${what}.what`, facts)}</strong>
      </p>
      <p>{t(`trouble.${what}.fix`, facts)}</p>
      {seen.fault && (
        <p className={s.quiet}>
          {t('said')} <code className={s.key}>{seen.fault.said}</code>
        </p>
      )}
      {seen.fault && <p className={s.quiet}>{t('triesAgain')}</p>}
    </section>
  )
}

function troubleOf(gateway: Gateway, seen: SeenTunnel) {
  if (!seen.answers) return 'away'
  if (!gateway.is_on) return null
  if (seen.fault) return seen.fault.why
  return seen.port === null && isLate(gateway.changed_at, Date.now()) ? 'idle' : null
}
