/** Of an installation without a pool: what its administrator does first, in order. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Flag } from 'lucide-react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Card } from '@/kit/card'
import { LIST, pools } from '../pools/state'
import { words } from './beginning.words'
import s from './page.module.css'

const STEPS = [
  ['images', '/admin/images'],
  ['policies', '/admin/desktop-policies'],
  ['pools', LIST],
] as const

export function Beginning() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(pools)
  if (data.length > 0) return null
  return (
    <Card title={t('title')} icon={Flag}>
      <p>{t('note')}</p>
      <ol className={s.steps}>
        {STEPS.map(([step, to]) => (
          <li key={step}>
            <Link to={to}>{t(step)}</Link>
            <span className={s.quiet}>{t(`${step}Note`)}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
