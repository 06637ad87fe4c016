/** A pool's desktops in a line, in the list and on its own page. */
import { useWords } from '@/kernel/i18n'
import { words } from '../words'
import { broken, coming, type Pool, ready, used } from './state'

/** How many there are now, those on their way included. */
export function Counts({ pool }: { readonly pool: Pool }) {
  const t = useWords(words)
  const total = t('admin.total', {
    warm: ready(pool),
    used: used(pool),
    maximum: pool.maximum ?? 0,
  })
  const starting = coming(pool)
  const failed = pool.counts.failed ?? 0
  const lame = broken(pool)
  const going = pool.counts.recycling ?? 0
  return [
    total,
    starting > 0 && t('admin.coming', { count: starting }),
    lame > 0 && t('admin.broken', { count: lame }),
    failed > 0 && t('admin.failed', { count: failed }),
    going > 0 && t('admin.leaving', { count: going }),
  ]
    .filter(Boolean)
    .join(' · ')
}
