/** 연속성: times in which the database was away, and that it is away now. */
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, LifeBuoy, TriangleAlert } from 'lucide-react'
import { connection } from '@/kernel/connection'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useStore } from '@/kernel/store'
import { dateTime, duration } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import { words } from './continuity.words'
import s from './page.module.css'
import { type Period, periods, periodsKey } from './state'
import { subjectOf } from './subject'

export function Continuity() {
  const t = useWords(words)
  useLive('pools:all', periodsKey)
  const { data, error, refetch } = useQuery(periods)
  // Reading waits out a lost connection, so no query fails meanwhile.
  const isAway = useStore(connection) === 'retrying'
  return (
    <Card title={t('title')} icon={LifeBuoy}>
      <div className={s.stack}>
        <p className={s.line}>
          {isAway ? (
            <Badge tone="warning" icon={TriangleAlert}>
              {t('on')}
            </Badge>
          ) : (
            <Badge tone="success" icon={CircleCheck}>
              {t('off')}
            </Badge>
          )}
          {t(isAway ? 'onNote' : 'offNote')}
        </p>
        {error && !isAway && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={2} />}
        {data && data.length > 0 && <Past found={data} />}
      </div>
    </Card>
  )
}

function Past({ found }: { readonly found: readonly Period[] }) {
  const t = useWords(words)
  const columns: Column<Period>[] = [
    {
      id: 'when',
      label: t('when'),
      isRowHeader: true,
      cell: ({ began_at }) => dateTime(began_at),
    },
    {
      id: 'long',
      label: t('long'),
      cell: ({ began_at, ended_at }) =>
        duration((Date.parse(ended_at) - Date.parse(began_at)) / 1_000),
    },
    { id: 'gateway', label: t('gateway'), cell: ({ gateway }) => subjectOf(gateway, undefined) },
    { id: 'admitted', label: t('admitted'), align: 'end', cell: ({ admitted }) => admitted },
    { id: 'refused', label: t('refused'), align: 'end', cell: ({ refused }) => refused },
    {
      id: 'whole',
      label: t('journal'),
      cell: ({ is_whole }) => (
        <Badge tone={is_whole ? 'success' : 'danger'}>{t(is_whole ? 'whole' : 'broken')}</Badge>
      ),
    },
  ]
  return <Table label={t('past')} columns={columns} items={found} idOf={({ id }) => id} />
}
