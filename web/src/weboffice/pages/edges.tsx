/** Above the first page its header; at the sheet's end the last page's footer and number. */
import { useStore } from '@/kernel/store'
import { cx } from '@/kit/cx'
import { type Band, shown } from './bands'
import s from './edges.module.css'
import { type PageSetup, USUAL } from './settings'

export function Edges({ setup }: { readonly setup: PageSetup }) {
  const sections = useStore(setup.sections)
  const pages = useStore(setup.pages)
  const last = useStore(setup.last)
  useStore(setup.title)
  if (pages === 0) return null
  const { told } = setup
  const [above = USUAL, below = USUAL] = [sections[0], sections.at(-1)]
  const first = { page: above.start || 1, isFirst: true }
  const isParted = sections.length > 1
  return (
    <>
      {isParted && (
        <div className={cx(s.beside, 'of-section-0')} aria-hidden>
          <span className="page-beside" />
          <span className="page-beside" />
        </div>
      )}
      <p className={cx(s.header, isParted && 'of-section-0')}>
        <Places band={shown(above, 'top', { ...told, ...first, pages })} />
      </p>
      <p className={cx(s.footer, isParted && `of-section-${sections.length - 1}`)}>
        <Places band={shown(below, 'bottom', { ...told, ...last, pages })} />
      </p>
    </>
  )
}

function Places({ band }: { readonly band: Band }) {
  return (
    <>
      <span>{band.left}</span>
      <span className={s.center}>{band.center}</span>
      <span className={s.right}>{band.right}</span>
    </>
  )
}
