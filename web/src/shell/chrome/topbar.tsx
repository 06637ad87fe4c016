import { ALargeSmall, Bell, Contrast, Grip, LogOut, Search, Settings2 } from 'lucide-react'
import { Suspense } from 'react'
import { Link } from 'react-router'
import { savePreferences } from '@/identity/settings/actions'
import { signOut } from '@/identity/signin/actions'
import { usePick, useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { isContrast, preferences } from '@/kernel/preferences'
import { type Session, useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { Mark } from '@/kit/brand'
import { IconButton, ToggleIconButton } from '@/kit/button'
import { Avatar, AvatarButton } from '@/kit/person'
import { Popover } from '@/kit/popover'
import { toastRefusal } from '@/kit/toast'
import { useTodos } from '../home/state'
import { words } from '../words'
import { useRested } from './rested'
import s from './topbar.module.css'

// What opens on demand is fetched on demand.
const Launcher = part(async () => (await import('./launcher')).Launcher)
const Notices = part(async () => (await import('./notices')).Notices)
const DisplayChoices = part(
  async () => (await import('@/identity/settings/display')).DisplayChoices,
)

export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const t = useWords(words)
  const pick = usePick()
  const current = useSession()
  return (
    <header className={s.bar}>
      <Popover label={t('launcher')} trigger={<IconButton icon={Grip} label={t('launcher')} />}>
        {close => (
          <Suspense>
            <Launcher onGo={close} />
          </Suspense>
        )}
      </Popover>
      <Link to="/" className={s.brand}>
        <Mark />
        <span className={s.names}>
          <span className={s.product}>{t('product')}</span>
          <span className={s.agency}>
            {pick({ ko: current.agency.name, en: current.agency.name_en })}
          </span>
        </span>
      </Link>
      <ZoneBadge zone={current.zone} />
      <button type="button" className={s.search} onClick={onSearch}>
        <Search size={17} aria-hidden />
        <span className={s.placeholder}>{t('search.placeholder')}</span>
        <kbd className={s.keys} aria-hidden>
          Ctrl K
        </kbd>
      </button>
      <div className={s.end}>
        <span className={s.wide}>
          <ContrastToggle />
          <Popover
            label={t('display')}
            placement="bottom end"
            trigger={<IconButton icon={ALargeSmall} label={t('display')} />}
          >
            <div className={s.display}>
              <Suspense>
                <DisplayChoices />
              </Suspense>
            </div>
          </Popover>
        </span>
        <NoticesButton />
        <Me session={current} />
      </div>
    </header>
  )
}

function ContrastToggle() {
  const t = useWords(words)
  const chosen = useStore(preferences)
  return (
    <ToggleIconButton
      icon={Contrast}
      label={t('theme.toggle')}
      isSelected={isContrast(chosen)}
      onChange={on => savePreferences({ theme: on ? 'contrast' : 'light' })}
    />
  )
}

function NoticesButton() {
  const t = useWords(words)
  const todos = useTodos(useRested())
  const count = todos.items.length
  const label = count > 0 ? t('notices.count', { count }) : t('notices.title')
  return (
    <Popover
      label={t('notices.title')}
      placement="bottom end"
      trigger={<IconButton icon={Bell} label={label} count={count} />}
    >
      {close => (
        <Suspense>
          <Notices todos={todos} onGo={close} />
        </Suspense>
      )}
    </Popover>
  )
}

function Me({ session: { person } }: { readonly session: Session }) {
  const t = useWords(words)
  const label = t('account', { name: person.name })
  return (
    <Popover
      label={label}
      placement="bottom end"
      trigger={<AvatarButton person={person} label={label} />}
    >
      {close => (
        <div className={s.me}>
          <div className={s.who}>
            <Avatar person={person} />
            <div>
              <p className={s.name}>
                {person.name} {person.post}
              </p>
              <p className={s.note}>{person.division}</p>
            </div>
          </div>
          <div className={s.narrow}>
            <Suspense>
              <DisplayChoices />
            </Suspense>
          </div>
          <Link to="/settings" onClick={close} className={s.act}>
            <Settings2 size={18} aria-hidden />
            {t('settings')}
          </Link>
          <button
            type="button"
            onClick={() => {
              close() // a question may come before it
              void signOut().catch(toastRefusal)
            }}
            className={s.act}
          >
            <LogOut size={18} aria-hidden />
            {t('signOut')}
          </button>
        </div>
      )}
    </Popover>
  )
}
