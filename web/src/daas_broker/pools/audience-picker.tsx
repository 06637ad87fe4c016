/** The organisation chart beside the people of what is chosen in it; a search goes over both. */
import { Building2, Check, UserSearch } from 'lucide-react'
import { useState } from 'react'
import {
  branchesOf,
  type Division,
  nameOf,
  pathTo,
  useOrganisation,
  usePeople,
} from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { matches } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { Tree } from '@/kit/tree'
import type { AudienceProps } from './draft'
import s from './form.module.css'
import { words } from './words'

const MOST_DIVISIONS = 4

export function AudiencePicker(props: AudienceProps) {
  const t = useWords(words)
  const pick = usePick()
  const { person: me } = useSession()
  const chart = useOrganisation()
  const [query, search] = useState('')
  const [division, open] = useState(me.division_id)
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () => new Set([...pathTo(chart, me.division_id), ...chart].map(({ id }) => id)),
  )
  return (
    <div className={s.picker}>
      <SearchField label={t('audience.search')} value={query} onChange={search} />
      <div className={s.columns}>
        <div className={s.tree}>
          <Tree
            label={t('audience.tree')}
            branches={branchesOf(chart, pick)}
            chosen={query ? undefined : division}
            onChoose={id => {
              open(id)
              search('')
            }}
            expanded={expanded}
            onExpand={expand}
          />
        </div>
        <div className={s.found}>
          <Divisions {...props} found={useFound(query, division)} />
          <People {...props} query={query} division={division} />
        </div>
      </div>
    </div>
  )
}

/** What the search finds in the chart, or what is open in it. */
function useFound(query: string, division: string): readonly Division[] {
  const pick = usePick()
  const chart = useOrganisation()
  if (query === '') return pathTo(chart, division).slice(-1)
  return flat(chart)
    .filter(found => matches(pick(nameOf(found)), query))
    .slice(0, MOST_DIVISIONS)
}

function flat(divisions: readonly Division[]): readonly Division[] {
  return divisions.flatMap(division => [division, ...flat(division.children)])
}

function Divisions({
  audience,
  onChange,
  found,
}: AudienceProps & { readonly found: readonly Division[] }) {
  const t = useWords(words)
  const pick = usePick()
  return found.map(division => (
    <Button
      key={division.id}
      icon={Building2}
      wide
      isDisabled={audience.divisions.includes(division.id)}
      onPress={() => onChange({ divisions: [...audience.divisions, division.id] })}
    >
      {t('audience.takeDivision', {
        name: pick(nameOf(division)),
        below: division.children.length > 0 ? t('audience.andBelow') : '',
        count: division.total,
      })}
    </Button>
  ))
}

function People({
  audience,
  onChange,
  query,
  division,
}: AudienceProps & { readonly query: string; readonly division: string }) {
  const t = useWords(words)
  const pick = usePick()
  const { data, error, refetch } = usePeople(query, query === '' ? division : null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  const shown = new Set(data.people.map(({ id }) => id))
  return (
    <div className={s.scroll}>
      <PickList
        label={t('audience.people')}
        items={data.people}
        idOf={person => person.id}
        textOf={person => person.name}
        selection="multiple"
        selected={new Set(audience.people.filter(id => shown.has(id)))}
        onSelect={selected =>
          onChange({ people: [...audience.people.filter(id => !shown.has(id)), ...selected] })
        }
        empty={<Empty icon={UserSearch} title={t('audience.none')} />}
      >
        {person => (
          <RowFace
            start={<Avatar person={person} size="s" />}
            title={`${pick(nameOf(person))} ${person.post}`}
            note={query ? `${person.division} · ${person.duty}` : person.duty}
            end={audience.people.includes(person.id) && <Check size={18} aria-hidden />}
          />
        )}
      </PickList>
      {data.more && <p className={s.quiet}>{t('audience.more', { count: data.people.length })}</p>}
    </div>
  )
}
