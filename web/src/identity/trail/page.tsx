/** 감사기록 (X11): what was done, found by field, outcome, span, person and object. */
import { FileSearch, FilterX, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useLanguage, useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { type Fact, Facts } from '@/kit/facts'
import { Select, Switch } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Page } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import { ChainCheck } from './chain-check'
import { nameOfAct } from './names'
import s from './page.module.css'
import {
  DOMAINS,
  type Filter,
  filterOf,
  type Line,
  OTHER_OUTCOMES,
  OUTCOMES,
  SPANS,
  useTrail,
} from './state'
import { factsOf, type Names, objectOf, readable, type Telling } from './telling'
import { words } from './words'

const ALL = 'all'
const GRAVE: readonly string[] = ['refused', 'alarm', 'failed', 'broken']
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
      <div className={list.stack}>
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
        <ChainCheck />
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
  const [isRaw, setRaw] = useState(false)
  const telling = { t, language: useLanguage(), names: namesOf(data?.pages) }
  const columns = useColumns(set, telling, isRaw)
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const lines = data.pages.flatMap(page => page.entries)
  const [first] = lines
  const about = first && objectOf(first, telling)
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <>
      <div className={list.bar}>
        <span className={list.quiet} role="status">
          {t(hasNextPage ? 'countMore' : 'count', { count: lines.length })}
        </span>
        {filter.actor && (
          <Badge tone="primary">{t('of', { name: first?.actor_name || filter.actor })}</Badge>
        )}
        {filter.object && (
          <Badge tone="primary">{t('about', { name: about || filter.object })}</Badge>
        )}
        {isFiltered && (
          <Button size="s" icon={FilterX} onPress={onClear}>
            {t('clear')}
          </Button>
        )}
        <Button size="s" icon={RotateCw} isPending={isFetching} onPress={() => void refetch()}>
          {t('again')}
        </Button>
        <Switch isSelected={isRaw} onChange={setRaw}>
          {t('raw')}
        </Switch>
      </div>
      <div className={list.sheet}>
        <Table
          label={t('title')}
          columns={columns}
          items={lines}
          idOf={({ seq }) => String(seq)}
          empty={<Empty icon={FileSearch} title={t('none')} note={t('noneNote')} />}
        />
      </div>
      {hasNextPage && (
        <div className={list.bar}>
          <Button isPending={isFetching} onPress={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}

function useColumns(set: Set, telling: Telling, isRaw: boolean): readonly Column<Line>[] {
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
          <span className={s.flush}>
            <Button
              size="s"
              look="quiet"
              aria-label={t('onlyWho', { name: actor_name })}
              onPress={() => set('actor', actor)}
            >
              {actor_name}
            </Button>
          </span>
        ) : (
          <span className={list.quiet}>{t('nobody')}</span>
        ),
    },
    { id: 'what', label: t('what'), cell: line => <What line={line} /> },
    {
      id: 'object',
      label: t('object'),
      cell: line => <About line={line} name={isRaw ? null : objectOf(line, telling)} set={set} />,
    },
    {
      id: 'facts',
      label: t('facts'),
      width: 'wide',
      cell: line => <Told line={line} telling={telling} isRaw={isRaw} />,
    },
  ]
}

interface AboutProps {
  readonly line: Line
  readonly name: string | null
  readonly set: Set
}

function About({ line: { object }, name, set }: AboutProps) {
  const t = useWords(words)
  if (object === '-') return null
  return (
    <span className={s.flush} title={object}>
      <Button
        size="s"
        look="quiet"
        aria-label={t('onlyObject', { name: name ?? object })}
        onPress={() => set('object', object)}
      >
        {name ?? <code>{readable(object)}</code>}
      </Button>
    </span>
  )
}

/** The act by its name; the rules and the manual call it by the one that stands beneath a pointer. */
function What({ line: { act, outcome } }: { readonly line: Line }) {
  const t = useWords(words)
  const name = nameOfAct(act, useLanguage())
  const [domain] = act.split('.')
  const field = DOMAINS.find(each => each === domain)
  const known = [...OUTCOMES, ...OTHER_OUTCOMES].find(each => each === outcome)
  return (
    <>
      <span className={list.quiet}>{field ? t(`domains.${field}`) : domain}</span>{' '}
      <span title={act}>{name ?? <code>{act.slice(act.indexOf('.') + 1)}</code>}</span>{' '}
      {outcome !== 'done' && (
        <Badge tone={GRAVE.includes(outcome) ? 'danger' : 'neutral'}>
          {known ? t(`outcomes.${known}`) : outcome}
        </Badge>
      )}
    </>
  )
}

interface ToldProps {
  readonly line: Line
  readonly telling: Telling
  readonly isRaw: boolean
}

/** Beneath a pointer each value stands as it was written; all of them do so at once where one asks. */
function Told({ line, telling, isRaw }: ToldProps) {
  if (isRaw)
    return Object.keys(line.facts).length === 0 ? null : (
      <code className={s.raw}>{JSON.stringify(line.facts)}</code>
    )
  const told = factsOf(line, telling)
  if (told.length === 0) return null
  const named: readonly Fact[] = told.map(({ name, value, raw }) => [
    name,
    <span key={name} title={raw === value ? undefined : raw}>
      {value}
    </span>,
  ])
  const isLong = told.reduce((sum, { value }) => sum + value.length, 0) > LONG
  if (!isLong) return <Facts facts={named} look="inline" />
  return (
    <details>
      <summary className={list.quiet}>{telling.t('factsOf', { count: told.length })}</summary>
      <Facts facts={named} look="inline" />
    </details>
  )
}

function namesOf(pages: readonly { readonly names: Names }[] = []): Names {
  return Object.assign({}, ...pages.map(page => page.names))
}
