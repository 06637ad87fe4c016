import { useNavigate } from 'react-router'
import { offersFor } from '@/kernel/commands'
import { usePick, useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { PersonCard } from '@/kit/person'
import { toastRefusal } from '@/kit/toast'
import { words } from '../words'
import { usePerson } from './state'

/** Everything a colleague may know about a person, and what the domains offer to do with them. */
export function FullPersonCard({ id }: { readonly id: string }) {
  const t = useWords(words)
  const person = usePerson(id)
  return (
    <PersonCard
      person={person}
      facts={[
        { label: t('people.duty'), value: person.duty },
        { label: t('people.phone'), value: <a href={`tel:${person.phone}`}>{person.phone}</a> },
        { label: t('people.email'), value: <a href={`mailto:${person.email}`}>{person.email}</a> },
      ]}
    >
      <PersonActs person={person} />
    </PersonCard>
  )
}

export function PersonActs({
  person,
}: {
  readonly person: { readonly id: string; readonly name: string }
}) {
  const pick = usePick()
  const navigate = useNavigate()
  return offersFor('person', person).map((offer, index) => (
    <Button
      key={offer.id}
      size="s"
      icon={offer.icon}
      look={index === 0 ? 'primary' : 'plain'}
      onPress={async () => {
        try {
          await offer.run(person, { go: to => void navigate(to) })
        } catch (error) {
          toastRefusal(error)
        }
      }}
    >
      {pick(offer.label)}
    </Button>
  ))
}
