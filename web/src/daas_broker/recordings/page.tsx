/** 녹화: what was recorded, with filters in the address; each opens in the player. */
import { useQuery } from '@tanstack/react-query'
import { FilterX, Play, Video } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { bytes } from '@/kernel/text'
import { date, dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField, Select } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Page } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import { ChainBadge, StandBadge } from './face'
import {
  CHAINS,
  clock,
  type Filter,
  filterOf,
  type Recording,
  recordings,
  recordingsKey,
} from './state'
import { words } from './words'

const ALL = 'all'

export function Recordings() {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const filter = filterOf(address)
  useLive('recordings:all', recordingsKey)
  const { data, error, refetch } = useQuery({
    ...recordings(filter),
    placeholderData: before => before,
  })
  const columns = useColumns()
  const isFiltered = Object.values(filter).some(Boolean)
  function set(name: keyof Filter, value: string) {
    go(
      before => {
        if (value && value !== ALL) before.set(name, value)
        else before.delete(name)
        return before
      },
      { replace: name === 'who' },
    )
  }
  return (
    <Page title={t('title')} note={t('note')} width="full">
      <div className={list.stack}>
        <Filters filter={filter} found={data?.recordings ?? []} onChange={set} />
        {error && !data && <Problem error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Skeleton rows={6} />}
        {data && (
          <>
            <div className={list.bar}>
              <span className={list.quiet} role="status">
                {t('count', { count: data.recordings.length })}
                {data.are_more && ` · ${t('more')}`}
              </span>
              {isFiltered && (
                <Button size="s" icon={FilterX} onPress={() => go({})}>
                  {t('clear')}
                </Button>
              )}
            </div>
            <div className={list.sheet}>
              <Table
                label={t('title')}
                columns={columns}
                items={data.recordings}
                idOf={({ id }) => id}
                empty={
                  isFiltered ? (
                    <Empty icon={Video} title={t('noneFound')} />
                  ) : (
                    <Empty icon={Video} title={t('none')} note={t('noneNote')} />
                  )
                }
              />
            </div>
          </>
        )}
      </div>
    </Page>
  )
}

interface FiltersProps {
  readonly filter: Filter
  readonly found: readonly Recording[]
  readonly onChange: (name: keyof Filter, value: string) => void
}

function Filters({ filter, found, onChange }: FiltersProps) {
  const t = useWords(words)
  const pools = new Map(found.map(({ pool_id, pool }) => [pool_id, pool]))
  if (filter.pool && !pools.has(filter.pool)) pools.set(filter.pool, filter.pool)
  const choices = {
    pool: { label: t('pool'), of: [...pools].map(([id, label]) => ({ id, label })) },
    days: {
      label: t('days.label'),
      of: [
        { id: '1', label: t('days.d1') },
        { id: '7', label: t('days.d7') },
        { id: '30', label: t('days.d30') },
      ],
    },
    length: {
      label: t('lengths.label'),
      of: [
        { id: '60', label: t('lengths.s60') },
        { id: '600', label: t('lengths.s600') },
        { id: '3600', label: t('lengths.s3600') },
      ],
    },
    chain: { label: t('chain'), of: CHAINS.map(id => ({ id, label: t(`chains.${id}`) })) },
  }
  return (
    <div className={list.filters}>
      <div className={list.find}>
        <SearchField label={t('who')} value={filter.who} onChange={who => onChange('who', who)} />
      </div>
      {(Object.keys(choices) as (keyof typeof choices)[]).map(name => (
        <Select
          key={name}
          label={choices[name].label}
          choices={[{ id: ALL, label: t('all') }, ...choices[name].of]}
          value={filter[name] || ALL}
          onChange={value => onChange(name, value)}
        />
      ))}
      <Select
        label={t('kept.label')}
        choices={[
          { id: ALL, label: t('kept.no') },
          { id: 'yes', label: t('kept.yes') },
        ]}
        value={filter.deleted || ALL}
        onChange={value => onChange('deleted', value)}
      />
    </div>
  )
}

function useColumns(): readonly Column<Recording>[] {
  const t = useWords(words)
  return [
    {
      id: 'person',
      label: t('person'),
      isRowHeader: true,
      cell: ({ person, division }) => `${person} · ${division}`,
    },
    {
      id: 'pool',
      label: t('pool'),
      cell: ({ pool, screen }) => (screen > 1 ? t('ofSecond', { pool }) : pool),
    },
    { id: 'when', label: t('when'), cell: ({ started_at }) => dateTime(started_at) },
    {
      id: 'length',
      label: t('length'),
      align: 'end',
      cell: ({ length_ms }) => clock(length_ms),
    },
    { id: 'size', label: t('size'), align: 'end', cell: ({ size_bytes }) => bytes(size_bytes) },
    { id: 'state', label: t('state'), cell: recording => <StandBadge recording={recording} /> },
    { id: 'chain', label: t('chain'), cell: ({ chain }) => <ChainBadge chain={chain} /> },
    {
      id: 'until',
      label: t('until'),
      cell: ({ keep_until: until }) => (until ? date(until) : '–'),
    },
    {
      id: 'acts',
      label: t('acts'),
      align: 'end',
      cell: ({ id, person, started_at }) => (
        <LinkButton
          size="s"
          icon={Play}
          to={`/admin/recordings/${id}`}
          aria-label={t('openOf', { who: person, at: dateTime(started_at) })}
        >
          {t('open')}
        </LinkButton>
      ),
    },
  ]
}
