/** 운영: a row of the screens that this reader runs, above the one that is open. */
import { useLayoutEffect, useRef } from 'react'
import { Navigate, NavLink, Outlet, useLocation } from 'react-router'
import { usePick, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { officesFor } from '../domains'
import { NotFound } from '../states'
import { words } from '../words'
import s from './frame.module.css'

export function Administration() {
  const t = useWords(words)
  const pick = usePick()
  const offices = officesFor(useSession())
  const row = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place in the row
  useLayoutEffect(() => {
    const show = () => {
      const here = row.current?.querySelector<HTMLElement>('[aria-current="page"]')
      if (here && row.current)
        row.current.scrollLeft = here.offsetLeft - (row.current.clientWidth - here.clientWidth) / 2
    }
    show()
    void document.fonts?.ready.then(show) // it is wider in the typeface that comes
  }, [pathname])
  return (
    <>
      {offices.length > 1 && (
        <nav ref={row} className={s.row} aria-label={t('administration')}>
          {offices.map(({ path, label, icon: Icon }) => (
            <NavLink key={path} to={`/${path}`} className={s.way ?? ''}>
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              {pick(label)}
            </NavLink>
          ))}
        </nav>
      )}
      <Outlet />
    </>
  )
}

/** `/admin` itself; who runs nothing is told that there is nothing. */
export function FirstOffice() {
  const [first] = officesFor(useSession())
  return first ? <Navigate to={`/${first.path}`} replace /> : <NotFound />
}
