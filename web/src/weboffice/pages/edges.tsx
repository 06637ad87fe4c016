/** Above the first page its header; at the sheet's end the last page's footer and number. */
import { useStore } from '@/kernel/store'
import s from './edges.module.css'
import { numberOf, type PageSetup } from './settings'

export function Edges({ setup }: { readonly setup: PageSetup }) {
  const settings = useStore(setup.settings)
  const pages = useStore(setup.pages)
  if (pages === 0) return null
  const { header, footer, first } = settings
  const isBare = first && pages === 1
  return (
    <>
      <p className={s.header}>{first ? '' : header}</p>
      <p className={s.footer}>
        <span>{isBare ? '' : footer}</span>
        <span className={s.number}>{numberOf(settings, pages, pages)}</span>
        <span />
      </p>
    </>
  )
}
