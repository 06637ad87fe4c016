/** 감사기록 (X11): what was done, found by field, outcome, span, person and object. */
import { FileSearch, FilterX, RotateCw } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Select } from '@/kit/field'
import { Page } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import s from './page.module.css'
import {
  DOMAINS,
  type Filter,
  factsOf,
  filterOf,
  type Line,
  OUTCOMES,
  SPANS,
  useTrail,
} from './state'
import { words } from './words'

const ALL = 'all'
const LONG = 120 // characters of facts that a line shows unasked
type Set = (name: keyof Filter, value: string) => void

export function Trail() {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const filter = filterOf(address)
  const set: Set = (name, value) =>
    go(before => {
      if (value && value !== ALL) before.set(name, value)
      else before.delete(name)
      return before
    })
  return (
    <Page title={t('title')} note={t('note')} width="full">
      <div className={s.stack}>
        <div className={s.filters}>
          <Select
            label={t('domain')}
            choices={[
              { id: ALL, label: t('all') },
              ...DOMAINS.map(id => ({ id, label: t(`domains.${id}`) })),
            ]}
            value={filter.domain || ALL}
            onChange={id => set('domain', id)}
          />
          <Select
            label={t('outcome')}
            choices={[
              { id: ALL, label: t('all') },
              ...OUTCOMES.map(id => ({ id, label: t(`outcomes.${id}`) })),
            ]}
            value={filter.outcome || ALL}
            onChange={id => set('outcome', id)}
          />
          <Select
            label={t('days')}
            choices={[
              { id: ALL, label: t('all') },
              ...SPANS.map(id => ({ id, label: t(`span.${id}`) })),
            ]}
            value={filter.days || ALL}
            onChange={id => set('days', id)}
          />
        </div>
        <Found filter={filter} set={set} onClear={() => go({})} />
      </div>
    </Page>
  )
}

interface FoundProps {
  readonly filter: Filter
  readonly set: Set
  readonly onClear: () => void
}

function Found({ filter, set, onClear }: FoundProps) {
  const t = useWords(words)
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useTrail(filter)
  const columns = useColumns(set)
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const lines = data.pages.flatMap(page => page.entries)
  const [first] = lines
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <>
      <div className={s.bar}>
        <span className={s.quiet} role="status">
          {t(hasNextPage ? 'countMore' : 'count', { count: lines.length })}
        </span>
        {filter.actor && (
          <Badge tone="primary">{t('of', { name: first?.actor_name || filter.actor })}</Badge>
        )}
        {filter.object && (
          <Badge tone="primary">{t('about', { name: first?.object_name || filter.object })}</Badge>
        )}
        {isFiltered && (
          <Button size="s" icon={FilterX} onPress={onClear}>
            {t('clear')}
          </Button>
        )}
        <Button size="s" icon={RotateCw} isPending={isFetching} onPress={() => void refetch()}>
          {t('again')}
        </Button>
      </div>
      <div className={s.sheet}>
        <Table
          label={t('title')}
          columns={columns}
          items={lines}
          idOf={({ seq }) => String(seq)}
          empty={<Empty icon={FileSearch} title={t('none')} note={t('noneNote')} />}
        />
      </div>
      {hasNextPage && (
        <div className={s.bar}>
          <Button isPending={isFetching} onPress={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}

function useColumns(set: Set): readonly Column<Line>[] {
  const t = useWords(words)
  return [
    {
      id: 'when',
      label: t('when'),
      cell: ({ at }) => <span className={s.when}>{dateTime(at)}</span>,
    },
    {
      id: 'who',
      label: t('who'),
      isRowHeader: true,
      cell: ({ actor, actor_name }) =>
        actor_name ? (
          <Button
            size="s"
            look="quiet"
            aria-label={t('onlyWho', { name: actor_name })}
            onPress={() => set('actor', actor)}
          >
            {actor_name}
          </Button>
        ) : (
          <span className={s.quiet}>{t('nobody')}</span>
        ),
    },
    { id: 'what', label: t('what'), cell: line => <What line={line} /> },
    {
      id: 'object',
      label: t('object'),
      cell: ({ object, object_name }) =>
        object === '-' ? null : (
          <Button
            size="s"
            look="quiet"
            aria-label={t('onlyObject', { name: object_name || object })}
            onPress={() => set('object', object)}
          >
            {object_name || <code>{object.slice(0, 12)}</code>}
          </Button>
        ),
    },
    { id: 'facts', label: t('facts'), width: 'wide', cell: line => <Facts line={line} /> },
  ]
}

/** The act by its own name, which is what the rules and the manual call it. */
function What({ line: { act, outcome } }: { readonly line: Line }) {
  const t = useWords(words)
  const [domain, verb] = act.split('.')
  const field = DOMAINS.find(each => each === domain)
  const known = OUTCOMES.find(each => each === outcome)
  return (
    <>
      <span className={s.quiet}>{field ? t(`domains.${field}`) : domain}</span> <code>{verb}</code>{' '}
      {outcome !== 'done' && (
        <Badge tone="danger">{known ? t(`outcomes.${known}`) : outcome}</Badge>
      )}
    </>
  )
}

function Facts({ line }: { readonly line: Line }) {
  const t = useWords(words)
  const facts = factsOf(line)
  if (facts.length === 0) return null
  const isLong = facts.reduce((sum, [, value]) => sum + value.length, 0) > LONG
  if (!isLong) return <List facts={facts} />
  return (
    <details>
      <summary className={s.quiet}>{t('factsOf', { count: facts.length })}</summary>
      <List facts={facts} />
    </details>
  )
}

function List({ facts }: { readonly facts: ReturnType<typeof factsOf> }) {
  return (
    <dl className={s.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
