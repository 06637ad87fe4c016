/** The reader's own division on the home page. */
import { useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { words } from '../words'
import { useColleagues } from './state'

const SHOWN = 6

export default function Colleagues() {
  const t = useWords(words)
  const { person: me } = useSession()
  const colleagues = useColleagues(me.division_id).filter(({ id }) => id !== me.id)
  return (
    <PickList
      label={t('people.mine')}
      items={colleagues.slice(0, SHOWN)}
      idOf={person => person.id}
      textOf={person => person.name}
      hrefOf={person => `/people?person=${encodeURIComponent(person.id)}`}
    >
      {person => (
        <RowFace
          start={<Avatar person={person} />}
          title={`${person.name} ${person.post}`}
          note={person.duty}
        />
      )}
    </PickList>
  )
}
