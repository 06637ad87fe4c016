/** Around the field's pages: how the line is, what waits, and the three ways. */
import { useQuery } from '@tanstack/react-query'
import {
  CalendarCheck,
  CloudOff,
  Cloudy,
  ListChecks,
  Lock,
  LogIn,
  Map as MapIcon,
} from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { NavLink, useLocation, useNavigationType } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Badge, Count, type Tone } from '@/kit/badge'
import { Mark } from '@/kit/brand'
import { IconButton, LinkButton } from '@/kit/button'
import s from './frame.module.css'
import { queueOf, useLine } from './hooks'
import { lock } from './own'
import { countOf } from './queue/count'
import { words } from './words'

const WAYS = [
  { to: '/field', word: 'today', icon: CalendarCheck },
  { to: '/field/map', word: 'map', icon: MapIcon },
  { to: '/field/queue', word: 'queue', icon: ListChecks },
] as const

export function Frame({ children }: { readonly children: ReactNode }) {
  const t = useWords(words)
  const { data: queue } = useQuery(queueOf)
  const waiting = queue ? countOf(queue) : 0
  useStart()
  return (
    <div className={s.frame}>
      <header className={s.top}>
        <Mark size={26} />
        <strong className={s.name}>{t('app')}</strong>
        <LineBadge />
        <IconButton icon={Lock} label={t('lock')} onPress={() => lock('asked')} />
      </header>
      <nav className={s.ways} aria-label={t('nav')}>
        {WAYS.map(({ to, word, icon: Icon }) => (
          <NavLink key={to} to={to} end className={s.way ?? ''}>
            <Icon size={22} aria-hidden />
            <span>{t(word)}</span>
            {word === 'queue' && <Count value={waiting} />}
          </NavLink>
        ))}
      </nav>
      <main className={s.content}>{children}</main>
    </div>
  )
}

/** A page that was gone to is read from its start; one that was gone back to, from where it was. */
function useStart(): void {
  const { pathname } = useLocation()
  const isBack = useNavigationType() === 'POP'
  useEffect(() => {
    void pathname
    if (!isBack) scrollTo(0, 0)
  }, [pathname, isBack])
}

const TONES: Record<string, Tone> = { up: 'success', away: 'warning', stranger: 'danger' }

function LineBadge() {
  const t = useWords(words)
  const { line, isBusy } = useLine()
  if (line === 'stranger') {
    const here = encodeURIComponent(location.pathname)
    return (
      <LinkButton size="s" icon={LogIn} to={`/sign-in?switch&to=${here}`}>
        {t('line.stranger')}
      </LinkButton>
    )
  }
  return (
    <span role="status" data-line={line} data-testid="line">
      <Badge tone={TONES[line] ?? 'neutral'} icon={line === 'away' ? CloudOff : Cloudy}>
        {t(isBusy && line === 'up' ? 'line.busy' : `line.${line}`)}
      </Badge>
    </span>
  )
}
