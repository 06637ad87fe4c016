/** The shape of what is being fetched; shown only after 300 ms, so that quick answers do not blink. */
import { useWords } from '@/kernel/i18n'
import s from './skeleton.module.css'
import { words } from './words'

export function Skeleton({ rows = 3 }: { readonly rows?: number }) {
  const t = useWords(words)
  return (
    <div className={s.skeleton} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <span key={row} className={s.row} aria-hidden />
      ))}
    </div>
  )
}
