/** 조직도 (S08): whom do I ask. */
import { UserSearch, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { Button, IconButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Page } from '@/kit/page'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { Split } from '@/kit/split'
import { Tree } from '@/kit/tree'
import { words } from '../words'
import { FullPersonCard } from './card'
import s from './page.module.css'
import { branchesOf, pathTo, useOrganisation, usePeople } from './state'

export function People() {
  const t = useWords(words)
  const place = usePlace()
  return (
    <Page title={t('people.title')} width="full">
      <SearchField
        label={t('people.search')}
        value={place.query}
        onChange={query => place.set({ query })}
      />
      <Split
        side={
          <Card title={t('people.tree')} rows={8}>
            <Divisions
              chosen={place.division}
              onChoose={division => place.set({ division, query: '' })}
            />
          </Card>
        }
        {...(place.person
          ? { panel: <Panel person={place.person} onClose={() => place.set({ person: '' })} /> }
          : {})}
        onPhone={place.person ? 'panel' : 'main'}
      >
        <Found
          query={place.query}
          division={place.division}
          onOpen={person => place.set({ person })}
          chosen={place.person}
        />
      </Split>
    </Page>
  )
}

interface Place {
  readonly query: string
  readonly division: string
  readonly person: string
}

/** What is shown stands in the address, so that Back works and a link can be sent. */
function usePlace() {
  const { person } = useSession()
  const [params, setParams] = useSearchParams()
  const now: Place = {
    query: params.get('query') ?? '',
    division: params.get('division') ?? person.division_id,
    person: params.get('person') ?? '',
  }
  function set(change: Partial<Place>) {
    setParams(
      before => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(change)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: 'query' in change && !('division' in change) },
    )
  }
  return { ...now, set }
}

function Divisions({
  chosen,
  onChoose,
}: {
  readonly chosen: string
  readonly onChoose: (id: string) => void
}) {
  const t = useWords(words)
  const divisions = useOrganisation()
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        [...pathTo(divisions, chosen), ...divisions.filter(d => d.parent_id === null)].map(
          d => d.id,
        ),
      ),
  )
  return (
    <Tree
      label={t('people.tree')}
      branches={branchesOf(divisions)}
      chosen={chosen}
      onChoose={onChoose}
      expanded={expanded}
      onExpand={expand}
    />
  )
}

interface FoundProps {
  readonly query: string
  readonly division: string
  readonly chosen: string
  readonly onOpen: (person: string) => void
}

function Found({ query, division, chosen, onOpen }: FoundProps) {
  const t = useWords(words)
  const { data, error, refetch } = usePeople(query, query === '' ? division : null)
  const title = data
    ? t(query === '' ? 'people.count' : 'people.found', { count: data.length })
    : t('people.title')
  return (
    <Card title={query === '' ? <DivisionTitle division={division} count={title} /> : title} flush>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data ? (
        <div className={s.list}>
          <PickList
            label={t('people.title')}
            items={data}
            idOf={person => person.id}
            textOf={person => person.name}
            onOpen={person => onOpen(person.id)}
            selection="single"
            selected={new Set(chosen ? [chosen] : [])}
            onSelect={([first]) => first && onOpen(first)}
            empty={<Empty icon={UserSearch} title={t('people.none')} note={t('people.noneNote')} />}
          >
            {person => (
              <RowFace
                start={<Avatar person={person} />}
                title={
                  <>
                    {person.name} <span className={s.post}>{person.post}</span>
                  </>
                }
                note={query === '' ? person.duty : `${person.division} · ${person.duty}`}
                end={<span className={s.phone}>{person.phone}</span>}
              />
            )}
          </PickList>
        </div>
      ) : (
        !error && <Skeleton rows={6} />
      )}
    </Card>
  )
}

function DivisionTitle({ division, count }: { readonly division: string; readonly count: string }) {
  return (
    <Suspense fallback={count}>
      <DivisionPath division={division} /> <span className={s.count}>{count}</span>
    </Suspense>
  )
}

function DivisionPath({ division }: { readonly division: string }) {
  return pathTo(useOrganisation(), division).at(-1)?.name ?? ''
}

function Panel({ person, onClose }: { readonly person: string; readonly onClose: () => void }) {
  const t = useWords(words)
  return (
    <Card
      title={<span className={s.hidden}>{t('people.title')}</span>}
      aside={<IconButton icon={X} label={t('people.close')} onPress={onClose} />}
      flush
    >
      <FullPersonCard id={person} />
      <div className={s.back}>
        <Button wide onPress={onClose}>
          {t('people.back')}
        </Button>
      </div>
    </Card>
  )
}
