import { ALargeSmall, Bell, Contrast, Grip, LogOut, Search, Settings2 } from 'lucide-react'
import { Link } from 'react-router'
import { savePreferences } from '@/identity/settings/actions'
import { DisplayChoices } from '@/identity/settings/display'
import { signOut } from '@/identity/signin/actions'
import { useWords } from '@/kernel/i18n'
import { isContrast, preferences } from '@/kernel/preferences'
import { type Session, useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { ZoneBadge } from '@/kit/badge'
import { Mark } from '@/kit/brand'
import { IconButton, ToggleIconButton } from '@/kit/button'
import { Menu, MenuItem, MenuLine } from '@/kit/menu'
import { Avatar, AvatarButton } from '@/kit/person'
import { Popover } from '@/kit/popover'
import { useTodos } from '../home/state'
import { words } from '../words'
import { Launcher } from './launcher'
import { Notices } from './notices'
import s from './topbar.module.css'

export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const t = useWords(words)
  const current = useSession()
  return (
    <header className={s.bar}>
      <Popover label={t('launcher')} trigger={<IconButton icon={Grip} label={t('launcher')} />}>
        {close => <Launcher onGo={close} />}
      </Popover>
      <Link to="/" className={s.brand}>
        <Mark />
        <span className={s.names}>
          <span className={s.product}>{t('product')}</span>
          <span className={s.agency}>{t('agency')}</span>
        </span>
      </Link>
      <ZoneBadge zone={current.zone} />
      <button type="button" className={s.search} onClick={onSearch} aria-label={t('search.open')}>
        <Search size={17} aria-hidden />
        <span className={s.placeholder}>{t('search.placeholder')}</span>
        <kbd className={s.keys}>Ctrl K</kbd>
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
              <DisplayChoices />
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
  const todos = useTodos()
  const count = todos.items.length
  const label = count > 0 ? t('notices.count', { count }) : t('notices.title')
  return (
    <Popover
      label={t('notices.title')}
      placement="bottom end"
      trigger={<IconButton icon={Bell} label={label} count={count} />}
    >
      {close => <Notices todos={todos} onGo={close} />}
    </Popover>
  )
}

function Me({ session: { person } }: { readonly session: Session }) {
  const t = useWords(words)
  return (
    <Menu
      label={t('account', { name: person.name })}
      trigger={<AvatarButton person={person} label={t('account', { name: person.name })} />}
      head={
        <div className={s.me}>
          <Avatar person={person} />
          <div>
            <p className={s.name}>
              {person.name} {person.post}
            </p>
            <p className={s.note}>{person.division}</p>
          </div>
        </div>
      }
    >
      <MenuItem label={t('settings')} icon={Settings2} to="/settings" />
      <MenuLine />
      <MenuItem label={t('signOut')} icon={LogOut} onAction={() => void signOut()} />
    </Menu>
  )
}
