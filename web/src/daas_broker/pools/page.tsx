/** 가상PC 운영 (X02, X04): pools with their desktops by state, and every desktop. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Layers, MonitorOff, MonitorPlay, Pencil, Plus, RotateCw } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import { StateBadge } from '../sessions/place'
import { words } from '../words'
import { Circuits } from './circuits'
import s from './page.module.css'
import { type Pool, pools, poolsKey, restart, type Seat, seats, used } from './state'
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
      <Card title={t('admin.pools')} icon={Layers} flush rows={3}>
        <PoolTable />
      </Card>
      <Card title={t('admin.desktops')} icon={MonitorPlay} flush rows={4}>
        <SeatTable />
      </Card>
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
  const columns: Column<Pool>[] = [
    { id: 'name', label: t('admin.name'), isRowHeader: true, cell: pool => <Named pool={pool} /> },
    { id: 'image', label: t('admin.image'), cell: pool => <code>{pool.image}</code> },
    {
      id: 'size',
      label: t('admin.size'),
      cell: ({ size }) => `${bytes((size?.memory_mib ?? 0) * MIB)} · CPU ${size?.cpus}`,
    },
    {
      id: 'now',
      label: t('admin.now'),
      width: 'wide',
      cell: pool =>
        t('admin.total', {
          warm: pool.counts.warm ?? 0,
          used: used(pool),
          maximum: pool.maximum ?? 0,
        }),
    },
    {
      id: 'acts',
      label: t('admin.acts'),
      align: 'end',
      cell: pool => (
        <LinkButton
          size="s"
          icon={Pencil}
          to={`/admin/desktops/pools/${pool.id}`}
          aria-label={t('admin.editTitle', { name: pool.name })}
        >
          {t('admin.edit')}
        </LinkButton>
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

function SeatTable() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(seats)
  const columns: Column<Seat>[] = [
    {
      id: 'user',
      label: t('admin.user'),
      isRowHeader: true,
      cell: ({ person, division }) =>
        person ? `${person} · ${division}` : <span className={s.quiet}>{t('admin.nobody')}</span>,
    },
    { id: 'pool', label: t('admin.pool'), cell: seat => seat.pool },
    {
      id: 'state',
      label: t('admin.stateColumn'),
      cell: seat => (
        <span className={s.state} title={seat.error}>
          <StateBadge state={seat.state} />
        </span>
      ),
    },
    {
      id: 'since',
      label: t('admin.sinceColumn'),
      cell: seat => <Moment at={seat.state_since} />,
    },
    {
      id: 'memory',
      label: t('admin.memoryColumn'),
      align: 'end',
      cell: seat => (seat.memory_bytes === null ? '–' : bytes(seat.memory_bytes)),
    },
    { id: 'acts', label: t('admin.acts'), align: 'end', cell: seat => <Restart seat={seat} /> },
  ]
  return (
    <Table
      label={t('admin.desktops')}
      columns={columns}
      items={data}
      idOf={seat => seat.id}
      empty={<Empty icon={MonitorOff} title={t('admin.noDesktops')} />}
    />
  )
}

function Restart({ seat }: { readonly seat: Seat }) {
  const t = useWords(words)
  async function act(close: () => void) {
    try {
      await restart(seat.id)
      close()
      toast(t('admin.restarted'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <DialogButton
      size="s"
      title={t('admin.restartTitle')}
      trigger={
        <Button size="s" icon={RotateCw}>
          {t('admin.restart')}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('admin.cancel')}</Button>
          <Button look="danger" onPress={() => void act(close)}>
            {t('admin.restart')}
          </Button>
        </>
      )}
    >
      <p>{seat.person ? t('admin.restartAsk', { who: seat.person }) : t('admin.restartIdle')}</p>
    </DialogButton>
  )
}
