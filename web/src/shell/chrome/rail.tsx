/** The ways to the domains: a rail at the side, on a phone a bar at the bottom. */
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, House, type LucideIcon, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, Suspense, useState } from 'react'
import { NavLink } from 'react-router'
import { usePick, useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { useSession } from '@/kernel/session'
import { Count } from '@/kit/badge'
import { officesFor, type PlacedEntry, placesFor } from '../domains'
import { words } from '../words'
import s from './rail.module.css'
import { useRested } from './rested'

const ON_PHONE = 3
const LauncherDialog = part(async () => (await import('./launcher')).LauncherDialog)

export function Rail() {
  const t = useWords(words)
  const pick = usePick()
  const current = useSession()
  return (
    <nav className={s.rail} aria-label={t('menu')}>
      <Way to="/" icon={House} label={t('home')} />
      {placesFor(current).map(domain => (
        <Way
          key={domain.id}
          to={domain.place.path}
          icon={domain.place.icon}
          label={pick(domain.place.label)}
        >
          <Waiting domain={domain} />
        </Way>
      ))}
      {officesFor(current).length > 0 && (
        <Way to="/admin" icon={SlidersHorizontal} label={t('administration')} />
      )}
    </nav>
  )
}

export function BottomBar() {
  const t = useWords(words)
  const pick = usePick()
  const current = useSession()
  const [open, setOpen] = useState(false)
  const places = placesFor(current)
    .filter(({ place }) => place.onPhone)
    .slice(0, ON_PHONE)
  return (
    <nav className={s.bottom} aria-label={t('menu')}>
      <Way to="/" icon={House} label={t('home')} />
      {places.map(domain => (
        <Way
          key={domain.id}
          to={domain.place.path}
          icon={domain.place.icon}
          label={pick(domain.place.label)}
        >
          <Waiting domain={domain} />
        </Way>
      ))}
      <button type="button" className={s.way} onClick={() => setOpen(true)}>
        <Ellipsis size={20} aria-hidden />
        <span className={s.label}>{t('more')}</span>
      </button>
      {open && (
        <Suspense>
          <LauncherDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </nav>
  )
}

interface WayProps {
  readonly to: string
  readonly icon: LucideIcon
  readonly label: string
  readonly children?: ReactNode
}

function Way({ to, icon: Icon, label, children }: WayProps) {
  return (
    <NavLink to={to} end={to === '/'} className={s.way ?? ''}>
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span className={s.label}>{label}</span>
      {children}
    </NavLink>
  )
}

function Waiting({ domain }: { readonly domain: PlacedEntry }) {
  const { count } = domain.place
  const isRested = useRested()
  const { data } = useQuery({
    queryKey: ['count', domain.id],
    queryFn: count ?? (() => 0),
    enabled: isRested && count !== undefined,
    staleTime: 60_000,
  })
  return data ? (
    <span className={s.count}>
      <Count value={data} />
    </span>
  ) : null
}
