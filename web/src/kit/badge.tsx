/** Small marks: a state is a word in a tint, with an icon where the colour says more. */
import { Globe, type LucideIcon, ShieldCheck, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '@/kernel/i18n'
import type { Zone } from '@/kernel/session'
import s from './badge.module.css'
import { cx } from './cx'
import { words } from './words'

export type Tone = 'neutral' | 'primary' | 'success' | 'warning' | 'danger' | 'information'

interface BadgeProps {
  readonly tone?: Tone
  readonly icon?: LucideIcon
  readonly children: ReactNode
}

export function Badge({ tone = 'neutral', icon: Icon, children }: BadgeProps) {
  return (
    <span className={cx(s.badge, s[tone])}>
      {Icon && <Icon size={13} strokeWidth={2.25} aria-hidden />}
      {children}
    </span>
  )
}

export function Count({
  value,
  tone = 'neutral',
}: {
  readonly value: number
  readonly tone?: 'neutral' | 'danger'
}) {
  if (value <= 0) return null
  return (
    <span className={cx(s.count, tone === 'danger' && s.loud)}>{value > 999 ? '999+' : value}</span>
  )
}

const ZONE_ICON = { work: ShieldCheck, internet: Globe, guest: UserRound } as const
const ZONE_GRADE = { work: 'S', internet: 'O', guest: 'O' } as const

/** Where the reader is: coloured with the page's frame, and said in words. */
export function ZoneBadge({ zone }: { readonly zone: Zone }) {
  const t = useWords(words)
  const Icon = ZONE_ICON[zone]
  const grade = ZONE_GRADE[zone]
  return (
    <span className={s.zone} data-zone={zone}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      <span>{t(`zone.${zone}`)}</span>
      <span className={s.zoneGrade}>
        {t(`grade.${grade}`)}({grade})
      </span>
    </span>
  )
}
