/** For whom a pool is, chosen from the organisation chart: divisions, people. */
import { Building2 } from 'lucide-react'
import { ChartPicker, PeopleToPick } from '@/identity/people/chart-picker'
import { type Division, nameOf, pathTo, useOrganisation } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { Button } from '@/kit/button'
import type { AudienceProps } from './draft'
import { words } from './words'

const MOST_DIVISIONS = 4

export function AudiencePicker(props: AudienceProps) {
  const t = useWords(words)
  return (
    <ChartPicker search={t('audience.search')}>
      {(query, division) => (
        <>
          <Divisions {...props} query={query} division={division} />
          <People {...props} query={query} division={division} />
        </>
      )}
    </ChartPicker>
  )
}

type FoundProps = AudienceProps & { readonly query: string; readonly division: string }

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

function Divisions({ audience, onChange, query, division }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  return useFound(query, division).map(found => (
    <Button
      key={found.id}
      icon={Building2}
      wide
      isDisabled={audience.divisions.includes(found.id)}
      onPress={() => onChange({ divisions: [...audience.divisions, found.id] })}
    >
      {t('audience.takeDivision', {
        name: pick(nameOf(found)),
        below: found.children.length > 0 ? t('audience.andBelow') : '',
        count: found.total,
      })}
    </Button>
  ))
}

function People({ audience, onChange, query, division }: FoundProps) {
  const t = useWords(words)
  return (
    <PeopleToPick
      query={query}
      division={division}
      label={t('audience.people')}
      chosen={id => audience.people.includes(id)}
      onSelect={(selected, shown) => {
        const others = audience.people.filter(id => !shown.some(person => person.id === id))
        onChange({ people: [...others, ...selected] })
      }}
    />
  )
}
