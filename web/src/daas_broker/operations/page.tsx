/** 세션·가상PC (X04): all desktops with filters in the address, acts on many, and one in detail. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ChartLine, FilterX, Layers, MonitorOff } from 'lucide-react'
import { useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { bytes } from '@/kernel/text'
import { day } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { focusIfLost } from '@/kit/focus'
import list from '@/kit/listing.module.css'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { type Column, Table } from '@/kit/table'
import { LIST } from '../pools/state'
import { StateBadge } from '../sessions/place'
import { ActBar } from './acts'
import { Detail } from './detail'
import { Filters } from './filters'
import s from './page.module.css'
import { COLUMNS, filterOf, fits, inOrder, orderOf, type Seat, seats, seatsKey } from './state'
import { Waiting } from './waiting'
import { words } from './words'

export function Sessions() {
  const t = useWords(words)
  useLive('pools:all', seatsKey)
  return (
    <Page title={t('title')} note={t('note')} width="full">
      <Boundary>
        <All />
      </Boundary>
    </Page>
  )
}

function All() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(seats)
  const [address, go] = useSearchParams()
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const sheet = useRef<HTMLDivElement>(null)
  const filter = filterOf(address)
  const order = orderOf(address)
  const shown = inOrder(
    data.filter(seat => fits(seat, filter)),
    order,
  )
  const held = shown.filter(({ id }) => chosen.has(id))
  const open = data.find(({ id }) => id === address.get('desktop'))
  function set(name: string, value: string) {
    go(
      before => {
        if (value) before.set(name, value)
        else before.delete(name)
        return before
      },
      { replace: name === 'q' },
    )
  }
  function unchoose() {
    choose(new Set())
    focusIfLost(() => sheet.current?.querySelector('[role="grid"]')) // the buttons go with the choice
  }
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <div className={list.stack}>
      <Waiting />
      <Filters all={data} filter={filter} onChange={set} />
      <div className={list.bar}>
        <span className={list.quiet} role="status">
          {t('count', { shown: shown.length, all: data.length })}
        </span>
        {isFiltered && (
          <Button size="s" icon={FilterX} onPress={() => go(order ? { sort: order } : {})}>
            {t('clear')}
          </Button>
        )}
      </div>
      <div ref={sheet} className={list.sheet}>
        <Table
          label={t('title')}
          columns={useColumns(id => set('desktop', id))}
          items={shown}
          idOf={({ id }) => id}
          selection="multiple"
          selected={chosen}
          onSelect={choose}
          {...(order
            ? {
                sorting: {
                  column: order.replace(/^-/, ''),
                  direction: order.startsWith('-') ? 'descending' : 'ascending',
                },
              }
            : {})}
          onSort={({ column, direction }) =>
            set('sort', direction === 'descending' ? `-${column}` : column)
          }
          empty={
            isFiltered ? (
              <Empty icon={MonitorOff} title={t('none')} note={t('noneNote')} />
            ) : (
              <Empty
                icon={MonitorOff}
                title={t('noDesktops')}
                note={t('noDesktopsNote')}
                action={
                  <LinkButton icon={Layers} to={LIST}>
                    {t('pools')}
                  </LinkButton>
                }
              />
            )
          }
        />
      </div>
      {held.length > 0 && (
        <div className={s.foot}>
          <ActBar seats={held} onDone={unchoose} />
        </div>
      )}
      {open && <Detail seat={open} onClose={() => set('desktop', '')} />}
    </div>
  )
}

const SORTED: ReadonlySet<string> = new Set(COLUMNS)

function useColumns(onOpen: (id: string) => void): readonly Column<Seat>[] {
  const t = useWords(words)
  const columns: readonly Column<Seat>[] = [
    {
      id: 'user',
      label: t('user'),
      isRowHeader: true,
      cell: seat => <User seat={seat} />,
    },
    { id: 'pool', label: t('pool'), cell: ({ pool }) => pool },
    {
      id: 'state',
      label: t('state'),
      cell: ({ state, error }) => (
        <span title={error}>
          <StateBadge state={state} />
        </span>
      ),
    },
    { id: 'since', label: t('since'), cell: ({ state_since }) => <Moment at={state_since} /> },
    {
      id: 'latency',
      label: t('latency'),
      align: 'end',
      cell: ({ latency_ms: ms }) => (ms === null ? '–' : t('ms', { ms })),
    },
    {
      id: 'memory',
      label: t('memory'),
      align: 'end',
      cell: ({ memory_bytes: held }) => (held === null ? '–' : bytes(held)),
    },
    { id: 'host', label: t('host'), cell: ({ host }) => <code>{host}</code> },
    {
      id: 'acts',
      label: t('acts'),
      align: 'end',
      cell: ({ id, person, pool }) => (
        <Button
          size="s"
          icon={ChartLine}
          aria-label={`${person ?? pool} ${t('detail')}`}
          onPress={() => onOpen(id)}
        >
          {t('detail')}
        </Button>
      ),
    },
  ]
  return columns.map(column => ({ ...column, sortable: SORTED.has(column.id) }))
}

/** Whose it is, and until when where they have left [DP15]. */
function User({ seat: { person, division, left_until } }: { readonly seat: Seat }) {
  const t = useWords(words)
  if (!person) return <span className={list.quiet}>{t('nobody')}</span>
  return (
    <>
      {person} · {division}
      {left_until && (
        <>
          {' '}
          <Badge tone="warning">{t('left', { until: day(left_until) })}</Badge>
        </>
      )}
    </>
  )
}
