/** Says that it is not the hour or not the place, when it will be, and what to do. */
import { Clock, MapPinOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { day, time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import type { Outside } from './outside'
import { words } from './outside.words'
import s from './page.module.css'

export function OutsideFace({ outside }: { readonly outside: Outside }) {
  const t = useWords(words)
  const zone = useStore(entered)
  const { rule, opens_at } = outside
  const Icon = rule === 'access_place' ? MapPinOff : Clock
  return (
    <div className={s.outside} role="alert" data-outside={rule}>
      <Icon size={32} strokeWidth={1.5} aria-hidden />
      <p>
        <strong>{t(rule === 'access_place' ? 'place' : 'hours')}</strong>
      </p>
      {opens_at && (
        <Badge tone="information">{t('opens', { at: `${day(opens_at)} ${time(opens_at)}` })}</Badge>
      )}
      <p className={s.quiet}>
        {t(rule === 'access_place' ? 'placeNote' : 'hoursNote')}
        {zone === 'work' && ` ${t('meanwhile')}`}
      </p>
    </div>
  )
}
