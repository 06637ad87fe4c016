/** The organisation chart to choose from: its tree beside what is open in it, a search over both. */
import { Check, UserSearch } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
import { useSession } from '@/kernel/session'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { Tree } from '@/kit/tree'
import { words } from '../words'
import s from './chart-picker.module.css'
import { branchesOf, nameOf, type Person, pathTo, useOrganisation, usePeople } from './state'

interface ChartPickerProps {
  readonly search: string
  readonly autoFocus?: boolean
  /** Who is chosen already, between the search and the chart. */
  readonly chosen?: ReactNode
  /** Of a search, or of the division that is open where nobody searches. */
  readonly children: (query: string, division: string) => ReactNode
}

export function ChartPicker({ search, autoFocus = false, chosen, children }: ChartPickerProps) {
  const t = useWords(words)
  const pick = usePick()
  const { person: me } = useSession()
  const chart = useOrganisation()
  const [query, setQuery] = useState('')
  const [division, open] = useState(me.division_id)
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () => new Set([...pathTo(chart, me.division_id), ...chart].map(({ id }) => id)),
  )
  function choose(id: string) {
    open(id)
    setQuery('')
  }
  return (
    <div className={s.picker}>
      <SearchField label={search} value={query} onChange={setQuery} autoFocus={autoFocus} />
      {chosen}
      <div className={s.columns}>
        <div className={s.tree}>
          <Tree
            label={t('people.tree')}
            branches={branchesOf(chart, pick)}
            chosen={query ? undefined : division}
            onChoose={choose}
            expanded={expanded}
            onExpand={expand}
          />
        </div>
        <div className={s.found}>{children(query, division)}</div>
      </div>
    </div>
  )
}

interface PeopleToPickProps {
  readonly query: string
  readonly division: string
  readonly label: string
  readonly chosen: (id: string) => boolean
  /** Who of those shown is chosen now; about others it says nothing. */
  readonly onSelect: (selected: ReadonlySet<string>, shown: readonly Person[]) => void
  readonly without?: readonly string[]
  /** What stands above those found. */
  readonly before?: (people: readonly Person[]) => ReactNode
}

export function PeopleToPick({
  query,
  division,
  without = [],
  before,
  ...list
}: PeopleToPickProps) {
  const t = useWords(words)
  const { data, error, refetch } = usePeople(query, query === '' ? division : null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const people = data.people.filter(({ id }) => !without.includes(id))
  return (
    <>
      {before?.(people)}
      <Faces people={people} query={query} {...list} />
      {data.more && <p className={s.more}>{t('people.more', { count: data.people.length })}</p>}
    </>
  )
}

type FacesProps = Pick<PeopleToPickProps, 'query' | 'label' | 'chosen' | 'onSelect'> & {
  readonly people: readonly Person[]
}

function Faces({ people, query, label, chosen, onSelect }: FacesProps) {
  const t = useWords(words)
  const pick = usePick()
  const presence = usePresence(people.map(({ id }) => id))
  return (
    <div className={s.scroll}>
      <PickList
        label={label}
        items={people}
        idOf={person => person.id}
        textOf={person => person.name}
        selection="multiple"
        selected={new Set(people.filter(({ id }) => chosen(id)).map(({ id }) => id))}
        onSelect={selected => onSelect(selected, people)}
        empty={<Empty icon={UserSearch} title={t('people.none')} note={t('people.noneNote')} />}
      >
        {person => (
          <RowFace
            start={<Avatar person={{ ...person, presence: presence.get(person.id) }} size="s" />}
            title={
              <>
                {pick(nameOf(person))} <span className={s.post}>{person.post}</span>
              </>
            }
            note={query ? `${person.division} · ${person.duty}` : person.duty}
            end={chosen(person.id) && <Check size={18} aria-hidden className={s.check} />}
          />
        )}
      </PickList>
    </div>
  )
}
