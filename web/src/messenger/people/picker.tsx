/** Whom to talk to, chosen from the organisation chart, and who was chosen. */
import { UsersRound, X } from 'lucide-react'
import { useState } from 'react'
import { ChartPicker, PeopleToPick } from '@/identity/people/chart-picker'
import { findPeople, nameOf, type Person, pathTo, useOrganisation } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
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
  const others = [...without, me.id]
  return (
    <ChartPicker
      search={t('picker.search')}
      autoFocus
      chosen={<Chips chosen={chosen} onChange={onChange} />}
    >
      {(query, division) => (
        <PeopleToPick
          query={query}
          division={division}
          label={t('picker.people')}
          chosen={id => chosen.has(id)}
          onSelect={(selected, shown) => onChange(after(chosen, selected, shown))}
          without={others}
          before={people => (
            <>
              <LivePresence ids={people.map(({ id }) => id)} />
              {query === '' && (
                <WholeDivision id={division} chosen={chosen} onChange={onChange} without={others} />
              )}
            </>
          )}
        />
      )}
    </ChartPicker>
  )
}

function after(
  chosen: Chosen,
  selected: ReadonlySet<string>,
  shown: readonly Person[],
): Map<string, Person> {
  const ids = new Set(shown.map(({ id }) => id))
  const kept = [...chosen].filter(([id]) => !ids.has(id))
  const taken = shown.filter(({ id }) => selected.has(id))
  return new Map([...kept, ...taken.map(person => [person.id, person] as const)])
}

function LivePresence({ ids }: { readonly ids: readonly string[] }) {
  useLivePresence(ids)
  return null
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
