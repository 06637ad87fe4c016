/** Who was chosen; a press leaves them out again. */

import { Building2, UserRound, X } from 'lucide-react'
import { nameOf, pathTo, useOrganisation, usePeopleById } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Chips } from '@/kit/chips'
import type { AudienceProps } from './draft'
import { words } from './words'

export function AudienceChips({ audience, onChange }: AudienceProps) {
  const t = useWords(words)
  const pick = usePick()
  const chart = useOrganisation()
  const people = usePeopleById(audience.people)
  const divisions = audience.divisions.map(id => {
    const found = pathTo(chart, id).at(-1)
    return { id, name: found ? pick(nameOf(found)) : id }
  })
  if (divisions.length + audience.people.length === 0) return null
  return (
    <Chips label={t('audience.chosen')}>
      {divisions.map(({ id, name }) => (
        <li key={id}>
          <Button
            size="s"
            icon={Building2}
            aria-label={t('audience.remove', { name })}
            onPress={() => onChange({ divisions: audience.divisions.filter(d => d !== id) })}
          >
            {name}
            <X size={14} aria-hidden />
          </Button>
        </li>
      ))}
      {audience.people.map(id => {
        const person = people.get(id)
        const name = person ? `${pick(nameOf(person))} ${person.post}` : id
        return (
          <li key={id}>
            <Button
              size="s"
              icon={UserRound}
              aria-label={t('audience.remove', { name })}
              onPress={() => onChange({ people: audience.people.filter(p => p !== id) })}
            >
              {name}
              <X size={14} aria-hidden />
            </Button>
          </li>
        )
      })}
    </Chips>
  )
}
