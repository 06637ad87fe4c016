/** The organisation chart as a picker: a tree, a search that knows 초성, and who was chosen. */
import { Check, UserSearch, UsersRound, X } from 'lucide-react'
import { useState } from 'react'
import {
  branchesOf,
  findPeople,
  nameOf,
  type Person,
  pathTo,
  useOrganisation,
  usePeople,
} from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
import { useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toastRefusal } from '@/kit/toast'
import { Tree } from '@/kit/tree'
import { words } from '../words'
import s from './picker.module.css'
import { useLivePresence } from './presence'

export type Chosen = ReadonlyMap<string, Person>

interface PickerProps {
  readonly chosen: Chosen
  readonly onChange: (chosen: Chosen) => void
  /** Those who cannot be chosen: they are in the room already. */
  readonly without: readonly string[]
}

export function PeoplePicker({ chosen, onChange, without }: PickerProps) {
  const t = useWords(words)
  const { person: me } = useSession()
  const [query, search] = useState('')
  const [division, open] = useState(me.division_id)
  const [expanded, expand] = useExpanded(division)
  const pick = usePick()
  const divisions = useOrganisation()
  return (
    <div className={s.picker}>
      <SearchField label={t('picker.search')} value={query} onChange={search} autoFocus />
      <Chips chosen={chosen} onChange={onChange} />
      <div className={s.columns}>
        <div className={s.tree}>
          <Tree
            label={t('picker.tree')}
            branches={branchesOf(divisions, pick)}
            chosen={query ? undefined : division}
            onChoose={id => {
              open(id)
              search('')
            }}
            expanded={expanded}
            onExpand={expand}
          />
        </div>
        <Candidates
          query={query}
          division={division}
          chosen={chosen}
          onChange={onChange}
          without={[...without, me.id]}
        />
      </div>
    </div>
  )
}

function useExpanded(division: string) {
  const divisions = useOrganisation()
  return useState<ReadonlySet<string>>(
    () => new Set([...pathTo(divisions, division), ...divisions].map(({ id }) => id)),
  )
}

function Chips({ chosen, onChange }: Pick<PickerProps, 'chosen' | 'onChange'>) {
  const t = useWords(words)
  const pick = usePick()
  const titled = (person: Person) => `${pick(nameOf(person))} ${person.post}`
  function remove(id: string) {
    const next = new Map(chosen)
    next.delete(id)
    onChange(next)
  }
  return (
    <div className={s.chosen} role="status">
      {chosen.size === 0 ? (
        <span className={s.none}>{t('picker.chosenNone')}</span>
      ) : (
        <span className={s.count}>{t('picker.chosen', { count: chosen.size })}</span>
      )}
      {[...chosen.values()].map(person => (
        <span key={person.id} className={s.chip}>
          <Button
            size="s"
            aria-label={t('picker.remove', { name: titled(person) })}
            onPress={() => remove(person.id)}
          >
            {titled(person)}
            <X size={14} aria-hidden />
          </Button>
        </span>
      ))}
    </div>
  )
}

interface CandidatesProps extends PickerProps {
  readonly query: string
  readonly division: string
}

function Candidates({ query, division, chosen, onChange, without }: CandidatesProps) {
  const t = useWords(words)
  const { data, error, refetch } = usePeople(query, query === '' ? division : null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const people = data.people.filter(({ id }) => !without.includes(id))
  return (
    <div className={s.people}>
      {query === '' && (
        <WholeDivision id={division} chosen={chosen} onChange={onChange} without={without} />
      )}
      <PersonList people={people} query={query} chosen={chosen} onChange={onChange} />
      {data.more && <p className={s.more}>{t('picker.more', { count: data.people.length })}</p>}
    </div>
  )
}

/** A unit stands for its people: how many they are is said before they are taken. */
function WholeDivision({ id, chosen, onChange, without }: PickerProps & { readonly id: string }) {
  const t = useWords(words)
  const pick = usePick()
  const division = pathTo(useOrganisation(), id).at(-1)
  const [isAsking, asking] = useState(false)
  if (!division) return null
  async function takeAll() {
    asking(true)
    try {
      const { people } = await findPeople({ query: '', division: id })
      const fresh = people.filter(person => !without.includes(person.id))
      onChange(new Map([...chosen, ...fresh.map(person => [person.id, person] as const)]))
    } catch (error) {
      toastRefusal(error)
    } finally {
      asking(false)
    }
  }
  return (
    <Button icon={UsersRound} wide isPending={isAsking} onPress={() => void takeAll()}>
      {t('picker.all', { name: pick(nameOf(division)), count: division.total })}
    </Button>
  )
}

interface PersonListProps {
  readonly people: readonly Person[]
  readonly query: string
  readonly chosen: Chosen
  readonly onChange: (chosen: Chosen) => void
}

function PersonList({ people, query, chosen, onChange }: PersonListProps) {
  const t = useWords(words)
  const pick = usePick()
  const ids = people.map(({ id }) => id)
  useLivePresence(ids)
  const presence = usePresence(ids)
  const shown = new Set(ids)
  function select(selected: ReadonlySet<string>) {
    const kept = [...chosen].filter(([id]) => !shown.has(id))
    const taken = people.filter(({ id }) => selected.has(id))
    onChange(new Map([...kept, ...taken.map(person => [person.id, person] as const)]))
  }
  return (
    <div className={s.scroll}>
      <PickList
        label={t('picker.people')}
        items={people}
        idOf={person => person.id}
        textOf={person => person.name}
        selection="multiple"
        selected={new Set(ids.filter(id => chosen.has(id)))}
        onSelect={select}
        empty={<Empty icon={UserSearch} title={t('picker.none')} note={t('picker.noneNote')} />}
      >
        {person => (
          <RowFace
            start={<Avatar person={{ ...person, presence: presence.get(person.id) }} />}
            title={
              <>
                {pick(nameOf(person))} <span className={s.post}>{person.post}</span>
              </>
            }
            end={chosen.has(person.id) && <Check size={18} aria-hidden className={s.check} />}
            note={query ? `${person.division} · ${person.duty}` : person.duty}
          />
        )}
      </PickList>
    </div>
  )
}
