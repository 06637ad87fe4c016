/** One division or one person, found by name or its first consonants. */
import { UserSearch } from 'lucide-react'
import { useState } from 'react'
import { type Division, nameOf, useOrganisation, usePeople } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Boundary, Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import s from './page.module.css'
import { words } from './words'

interface PickerProps {
  readonly kind: 'division' | 'person'
  readonly onChosen: (id: string, name: string) => void
}

export function ScopePicker({ kind, onChosen }: PickerProps) {
  const t = useWords(words)
  const [query, search] = useState('')
  return (
    <div className={s.form}>
      <p className={s.quiet}>{t('admin.bothZones')}</p>
      <SearchField
        label={t(kind === 'division' ? 'admin.findDivision' : 'admin.findPerson')}
        value={query}
        onChange={search}
      />
      <div className={s.found}>
        <Boundary>
          {kind === 'division' ? (
            <Divisions query={query} onChosen={onChosen} />
          ) : (
            <People query={query} onChosen={onChosen} />
          )}
        </Boundary>
      </div>
    </div>
  )
}

type FoundProps = Pick<PickerProps, 'onChosen'> & { readonly query: string }

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

function Divisions({ query, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const found = flat(useOrganisation()).filter(
    division => query === '' || matches(pick(nameOf(division)), query),
  )
  return (
    <PickList
      label={t('admin.chooseDivision')}
      items={found}
      idOf={({ id }) => id}
      textOf={division => pick(nameOf(division))}
      onOpen={division => onChosen(division.id, pick(nameOf(division)))}
      empty={<Empty icon={UserSearch} title={t('admin.nobodyFound')} />}
    >
      {division => (
        <RowFace
          title={pick(nameOf(division))}
          note={division.above}
          end={t('admin.people', { count: division.total })}
        />
      )}
    </PickList>
  )
}

function People({ query, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const { data, error, refetch } = usePeople(query, null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return (
    <PickList
      label={t('admin.choosePerson')}
      items={data.people}
      idOf={({ id }) => id}
      textOf={({ name }) => name}
      onOpen={person => onChosen(person.id, pick(nameOf(person)))}
      empty={<Empty icon={UserSearch} title={t('admin.nobodyFound')} />}
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
