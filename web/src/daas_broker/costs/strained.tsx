/** 부서 예산: whose is nearly spent or spent, and what that means for its people now. */
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, PiggyBank, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import s from './page.module.css'
import { ledgerOf, months, strainedOf } from './state'
import { words as strained } from './strained.words'
import { words } from './words'

export function Strained() {
  const t = useWords(strained)
  const say = useWords(words)
  const { data, error, refetch } = useQuery(ledgerOf(months(1)[0] ?? ''))
  const found = strainedOf(data?.rows ?? [])
  const hasBudgets = data?.rows.some(({ budget }) => budget !== null) ?? false
  return (
    <Card
      title={t('title')}
      icon={PiggyBank}
      aside={
        <LinkButton size="s" to="/admin/costs">
          {t('see')}
        </LinkButton>
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={1} />}
      {data && found.length === 0 && (
        <p className={s.budget}>
          {hasBudgets && (
            <Badge tone="success" icon={CircleCheck}>
              {say('level.ok')}
            </Badge>
          )}
          {t(hasBudgets ? 'fine' : 'none')}
        </p>
      )}
      <ul className={s.strained}>
        {found.map(({ id, name, at }) => (
          <li key={id} className={s.budget}>
            {at.level === 'over' ? (
              <Badge tone="danger" icon={CircleAlert}>
                {say('level.over')}
              </Badge>
            ) : (
              <Badge tone="warning" icon={TriangleAlert}>
                {say('level.near')}
              </Badge>
            )}
            <b>{name}</b>
            {say('share', { share: Math.round(at.share * 100) })}
            <span className={s.quiet}>
              {at.level === 'over' ? t(`rule.${at.at_limit}`) : t('later')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
