/** The people the reader works with: favourites first, then the own division. */
import { usePick, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
import { useSession } from '@/kernel/session'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { words } from '../words'
import { nameOf, type Person, useColleagues, useFavourites } from './state'

const SHOWN = 6

export default function Colleagues() {
  const t = useWords(words)
  const pick = usePick()
  const people = useMine()
  const presence = usePresence(people.map(({ id }) => id))
  return (
    <PickList
      label={t('people.mine')}
      items={people}
      idOf={person => person.id}
      textOf={person => person.name}
      hrefOf={person => `/people?person=${encodeURIComponent(person.id)}`}
    >
      {person => (
        <RowFace
          start={<Avatar person={{ ...person, presence: presence.get(person.id) }} />}
          title={`${pick(nameOf(person))} ${person.post}`}
          note={person.duty}
        />
      )}
    </PickList>
  )
}

function useMine(): readonly Person[] {
  const { person: me } = useSession()
  const favourites = useFavourites()
  const colleagues = useColleagues(me.division_id)
  const known = new Map([...favourites, ...colleagues].map(person => [person.id, person]))
  known.delete(me.id)
  return [...known.values()].slice(0, SHOWN)
}
