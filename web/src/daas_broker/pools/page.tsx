/** 풀 (X02): what each is made of and how many of its desktops there are; X04 lists them. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Layers, MonitorPlay, Pencil, Plus } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { AgencyCalendar } from '../calendar/calendar'
import { words } from '../words'
import { Circuits } from './circuits'
import { Counts } from './counts'
import { Lacking } from './lacking'
import s from './page.module.css'
import { images, type Pool, pools, poolsKey } from './state'
import { useSuiteTitle } from './suite-titles'
import { words as poolWords } from './words'

const MIB = 1024 * 1024

export function Pools() {
  const t = useWords(words)
  useLive('pools:all', poolsKey)
  return (
    <Page
      title={t('admin.title')}
      note={t('admin.note')}
      acts={
        <LinkButton to="/admin/desktops/pools/new" look="primary" icon={Plus}>
          {t('admin.create')}
        </LinkButton>
      }
    >
      <Circuits />
      <Lacking />
      <Card title={t('admin.pools')} icon={Layers} flush rows={3}>
        <PoolTable />
      </Card>
      <AgencyCalendar />
    </Page>
  )
}

/** Its name, and what sets it apart from a pool that everybody shares. */
function Named({ pool }: { readonly pool: Pool }) {
  const t = useWords(poolWords)
  return (
    <span className={s.named}>
      {pool.name}
      {pool.kind !== 'pooled' && <Badge tone="information">{t(`kind.${pool.kind}`)}</Badge>}
      {!pool.audience.everybody && <Badge>{t('audience.some')}</Badge>}
    </span>
  )
}

function PoolTable() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(pools)
  const titled = useSuiteTitle()
  const titles = new Map(useQuery(images).data?.map(({ name, title }) => [name, titled(title)]))
  const columns: Column<Pool>[] = [
    { id: 'name', label: t('admin.name'), isRowHeader: true, cell: pool => <Named pool={pool} /> },
    {
      id: 'image',
      label: t('admin.image'),
      cell: pool => titles.get(pool.image) ?? pool.image,
    },
    {
      id: 'size',
      label: t('admin.size'),
      cell: ({ size }) => `${bytes((size?.memory_mib ?? 0) * MIB)} · CPU ${size?.cpus}`,
    },
    {
      id: 'now',
      label: t('admin.now'),
      cell: pool => <Counts pool={pool} />,
    },
    {
      id: 'acts',
      label: t('admin.acts'),
      align: 'end',
      cell: pool => (
        <span className={s.acts}>
          <LinkButton
            size="s"
            icon={MonitorPlay}
            to={`/admin/sessions?pool=${pool.id}`}
            aria-label={t('admin.desktopsOf', { name: pool.name })}
          >
            {t('admin.desktops')}
          </LinkButton>
          <LinkButton
            size="s"
            icon={Pencil}
            to={`/admin/desktops/pools/${pool.id}`}
            aria-label={t('admin.editTitle', { name: pool.name })}
          >
            {t('admin.edit')}
          </LinkButton>
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('admin.pools')}
      columns={columns}
      items={data}
      idOf={pool => pool.id}
      empty={<Empty icon={Layers} title={t('admin.noPools')} note={t('admin.noPoolsNote')} />}
    />
  )
}
