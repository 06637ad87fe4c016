/** Who waits for a desktop, in the order in which they are served; nothing where nobody does. */
import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Moment } from '@/kit/moment'
import { Problem } from '@/kit/problem'
import { type Column, Table } from '@/kit/table'
import { type Waiter, waiters } from './state'
import { words as waiting } from './waiting.words'
import { words } from './words'

/** Then no budget is what holds them up. */
const NOTHING_COMES = new Set<Waiter['why']>(['no_image', 'failing'])

/** A morning's queue has hundreds, and what runs stands below it. */
const FIRST = 10

export function Waiting() {
  const t = useWords(waiting)
  const say = useWords(words)
  const { data, error, refetch } = useQuery(waiters)
  const [isWhole, showWhole] = useState(false)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data || data.length === 0) return null
  const columns: Column<Waiter>[] = [
    {
      id: 'user',
      label: say('user'),
      isRowHeader: true,
      cell: ({ person, division }) => `${person} · ${division}`,
    },
    { id: 'pool', label: say('pool'), cell: ({ pool }) => pool },
    { id: 'position', label: t('position'), cell: ({ position }) => t('place', { position }) },
    { id: 'since', label: t('since'), cell: ({ since }) => <Moment at={since} /> },
    {
      id: 'why',
      label: t('why'),
      width: 'wide',
      cell: ({ held_back, why, maximum, pool_id }) =>
        held_back && !NOTHING_COMES.has(why) ? (
          <Link to="/admin/costs">{t(`held.${held_back}`)}</Link>
        ) : (
          <Link to={`/admin/desktops/pools/${pool_id}`}>
            {t(`lack.${why}`, { count: maximum })}
          </Link>
        ),
    },
  ]
  return (
    <Card title={t('title', { count: data.length })} icon={Hourglass} flush>
      <Table
        label={t('label')}
        columns={columns}
        items={isWhole ? data : data.slice(0, FIRST)}
        idOf={({ pool_id, person_id }) => `${pool_id} ${person_id}`}
        empty={null}
      />
      {data.length > FIRST && (
        <Button look="quiet" wide onPress={() => showWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? t('fewer', { count: FIRST }) : t('all', { count: data.length })}
        </Button>
      )}
    </Card>
  )
}
