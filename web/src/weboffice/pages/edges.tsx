/** Above the first page its header; at the sheet's end the last page's footer and number. */
import { useStore } from '@/kernel/store'
import { type Band, shown } from './bands'
import s from './edges.module.css'
import type { PageSetup } from './settings'

export function Edges({ setup }: { readonly setup: PageSetup }) {
  const settings = useStore(setup.settings)
  const pages = useStore(setup.pages)
  useStore(setup.title)
  if (pages === 0) return null
  const { told } = setup
  return (
    <>
      <p className={s.header}>
        <Places band={shown(settings, 'top', { ...told, page: 1, pages })} />
      </p>
      <p className={s.footer}>
        <Places band={shown(settings, 'bottom', { ...told, page: pages, pages })} />
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
