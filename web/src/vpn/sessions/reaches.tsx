/** Where a zone leads: what an administrator named, and everything public where that is open. */
import { useWords } from '@/kernel/i18n'
import s from './page.module.css'
import type { Reached } from './state'
import { words } from './words'

const FEW = 4

export function Reaches({ reaches }: { readonly reaches: readonly Reached[] }) {
  const t = useWords(words)
  if (reaches.length === 0) return <p className={s.quiet}>{t('reachesNone')}</p>
  const list = (some: readonly Reached[]) => (
    <ul className={s.reaches}>
      {some.map(({ place, ports, note }) => (
        <li key={`${place} ${ports}`}>
          {note && <span>{note}</span>}
          <code>{[place || t('public'), ports.toUpperCase()].filter(Boolean).join(' · ')}</code>
        </li>
      ))}
    </ul>
  )
  return (
    <div>
      <p className={s.quiet}>{t('reaches')}</p>
      {list(reaches.slice(0, FEW))}
      {reaches.length > FEW && (
        <details>
          <summary>{t('reachesMore', { count: reaches.length - FEW })}</summary>
          {list(reaches.slice(FEW))}
        </details>
      )}
    </div>
  )
}
