/** One division or one person, found by name, duty or first consonants. */
import { UserSearch } from 'lucide-react'
import { Suspense, useState } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Boundary, Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { words } from '../words'
import s from './finder.module.css'
import { type Division, nameOf, useOrganisation, usePeople } from './state'

interface FinderProps {
  readonly kind: 'division' | 'person'
  /** What the list is for: 어느 부서에 예외를 둡니까? */
  readonly label: string
  readonly onChosen: (id: string, name: string) => void
}

export function Finder({ kind, ...rest }: FinderProps) {
  const t = useWords(words)
  const [query, search] = useState('')
  const Found = kind === 'division' ? Divisions : People
  return (
    <>
      <SearchField
        label={t(kind === 'division' ? 'people.searchDivision' : 'people.search')}
        value={query}
        onChange={search}
      />
      <div className={s.found}>
        <Boundary>
          {/* Whoever asks stays as it is meanwhile, and so does the focus. */}
          <Suspense fallback={<Skeleton rows={6} />}>
            <Found query={query} {...rest} />
          </Suspense>
        </Boundary>
      </div>
    </>
  )
}

type FoundProps = Omit<FinderProps, 'kind'> & { readonly query: string }

/** Each with the names above it, in the order of the chart. */
function flat(
  divisions: readonly Division[],
  above = '',
): readonly (Division & { above: string })[] {
  return divisions.flatMap(division => [
    { ...division, above },
    ...flat(division.children, above ? `${above} › ${division.name}` : division.name),
  ])
}

function Divisions({ query, label, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const found = flat(useOrganisation()).filter(
    division => query === '' || matches(pick(nameOf(division)), query),
  )
  return (
    <PickList
      label={label}
      items={found}
      idOf={({ id }) => id}
      textOf={division => pick(nameOf(division))}
      onOpen={division => onChosen(division.id, pick(nameOf(division)))}
      empty={<Empty icon={UserSearch} title={t('people.nothing')} />}
    >
      {division => (
        <RowFace
          title={pick(nameOf(division))}
          note={division.above}
          end={t('people.count', { count: division.total })}
        />
      )}
    </PickList>
  )
}

function People({ query, label, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const { data, error, refetch } = usePeople(query, null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return (
    <PickList
      label={label}
      items={data.people}
      idOf={({ id }) => id}
      textOf={({ name }) => name}
      onOpen={person => onChosen(person.id, pick(nameOf(person)))}
      empty={<Empty icon={UserSearch} title={t('people.nothing')} />}
    >
      {person => (
        <RowFace
          start={<Avatar person={person} size="s" />}
          title={`${pick(nameOf(person))} ${person.post}`}
          note={`${person.division} · ${person.duty}`}
        />
      )}
    </PickList>
  )
}
