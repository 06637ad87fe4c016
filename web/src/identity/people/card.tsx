import { useQueryClient } from '@tanstack/react-query'
import { Star } from 'lucide-react'
import { useNavigate } from 'react-router'
import { offersFor } from '@/kernel/commands'
import { usePick, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
import { Button, ToggleIconButton } from '@/kit/button'
import { PersonCard } from '@/kit/person'
import { toastRefusal } from '@/kit/toast'
import { words } from '../words'
import { markFavourite, nameOf, type Person, usePerson } from './state'

/** Everything a colleague may know about a person, and what the domains offer to do with them. */
export function FullPersonCard({ id }: { readonly id: string }) {
  const t = useWords(words)
  const pick = usePick()
  const person = usePerson(id)
  const presence = usePresence([id]).get(id)
  return (
    <PersonCard
      person={{ ...person, name: pick(nameOf(person)), presence }}
      facts={[
        { label: t('people.duty'), value: person.duty },
        { label: t('people.phone'), value: <a href={`tel:${person.phone}`}>{person.phone}</a> },
        { label: t('people.email'), value: <a href={`mailto:${person.email}`}>{person.email}</a> },
      ]}
    >
      <PersonActs person={person} />
      <FavouriteToggle person={person} />
    </PersonCard>
  )
}

function FavouriteToggle({ person }: { readonly person: Person }) {
  const t = useWords(words)
  const client = useQueryClient()
  async function mark(marked: boolean) {
    try {
      await markFavourite(person.id, marked)
    } catch (error) {
      toastRefusal(error)
    }
    await client.invalidateQueries({ queryKey: ['people'] })
  }
  return (
    <ToggleIconButton
      icon={Star}
      label={t(person.is_favourite ? 'people.unmark' : 'people.mark')}
      isSelected={person.is_favourite}
      onChange={marked => void mark(marked)}
    />
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
