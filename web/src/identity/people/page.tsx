/** 조직도 (S08): whom do I ask. */
import { UserSearch, X } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { usePick, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
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
import {
  branchesOf,
  nameOf,
  type Person,
  pathTo,
  useDivision,
  useOrganisation,
  usePeople,
} from './state'

export function People() {
  const t = useWords(words)
  const place = usePlace()
  return (
    <Page title={t('people.title')} width="full">
      <div className={s.search}>
        <SearchField
          label={t('people.search')}
          value={place.query}
          onChange={query => place.set({ query })}
        />
      </div>
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

interface DivisionsProps {
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

function Divisions({ chosen, onChoose }: DivisionsProps) {
  const t = useWords(words)
  const pick = usePick()
  const divisions = useOrganisation()
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () => new Set([...pathTo(divisions, chosen), ...divisions].map(({ id }) => id)),
  )
  return (
    <Tree
      label={t('people.tree')}
      branches={branchesOf(divisions, pick)}
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
  const count = data?.people.length ?? 0
  return (
    <Card title={<FoundTitle query={query} division={division} count={count} />} flush>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data ? (
        <PeopleList
          people={data.people}
          chosen={chosen}
          onOpen={onOpen}
          withDivision={query !== ''}
        />
      ) : (
        !error && <Skeleton rows={6} />
      )}
      {data?.more && <p className={s.more}>{t('people.more', { count })}</p>}
    </Card>
  )
}

interface PeopleListProps {
  readonly people: readonly Person[]
  readonly chosen: string
  readonly onOpen: (person: string) => void
  readonly withDivision: boolean
}

function PeopleList({ people, chosen, onOpen, withDivision }: PeopleListProps) {
  const t = useWords(words)
  const pick = usePick()
  const presence = usePresence(people.map(({ id }) => id))
  return (
    <div className={s.list}>
      <PickList
        label={t('people.title')}
        items={people}
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
            start={<Avatar person={{ ...person, presence: presence.get(person.id) }} />}
            title={
              <>
                {pick(nameOf(person))} <span className={s.post}>{person.post}</span>
              </>
            }
            note={withDivision ? `${person.division} · ${person.duty}` : person.duty}
            end={<span className={s.phone}>{person.phone}</span>}
          />
        )}
      </PickList>
    </div>
  )
}

function FoundTitle({
  query,
  division,
  count,
}: Omit<FoundProps, 'chosen' | 'onOpen'> & { readonly count: number }) {
  const t = useWords(words)
  const pick = usePick()
  const found = useDivision(division)
  if (query !== '') return t('people.found', { count })
  return (
    <>
      {found && pick(nameOf(found))} <span className={s.count}>{t('people.count', { count })}</span>
    </>
  )
}

function Panel({ person, onClose }: { readonly person: string; readonly onClose: () => void }) {
  const t = useWords(words)
  return (
    <Card
      title={t('people.person')}
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
