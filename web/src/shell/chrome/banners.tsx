import { FlaskConical, RefreshCw, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { connection, isToldElsewhere } from '@/kernel/connection'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { LinkButton } from '@/kit/button'
import { words } from '../words'
import s from './banners.module.css'

const CALM_MS = 1_000 // a shorter gap is nobody's business

/** Says that the suite does not answer, and that nobody needs to do anything. */
export function ConnectionBanner() {
  const t = useWords(words)
  const isOwn = useStore(isToldElsewhere)
  const lost = useStore(connection) === 'retrying' && !isOwn
  const [shown, show] = useState(false)
  useEffect(() => {
    if (!lost) return show(false)
    const timer = setTimeout(() => show(true), CALM_MS)
    return () => clearTimeout(timer)
  }, [lost])
  const online = navigator.onLine
  const Icon = online ? RefreshCw : WifiOff
  return (
    <div role="status" className={s.region}>
      {shown && (
        <p className={s.retrying}>
          <Icon size={16} aria-hidden className={online ? s.turning : undefined} />
          {online ? t('retrying') : t('offline')}
          <span className={s.note}>{t('retryingNote')}</span>
        </p>
      )}
    </div>
  )
}

export function DemoBanner() {
  const t = useWords(words)
  return (
    <aside className={s.demo} aria-label={t('demo.banner')}>
      <FlaskConical size={14} aria-hidden />
      <span className={s.demoText}>{t('demo.banner')}</span>
      <LinkButton to="/sign-in?switch" look="quiet" size="s">
        {t('demo.switch')}
      </LinkButton>
    </aside>
  )
}
