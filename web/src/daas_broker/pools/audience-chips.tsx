/** Who was chosen; a press leaves them out again. */
import { Building2, UserRound, X } from 'lucide-react'
import { useState } from 'react'
import { nameOf, pathTo, useOrganisation, usePeopleById } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Chips } from '@/kit/chips'
import type { AudienceProps } from './draft'
import { words } from './words'

/** Beyond it they are counted: two hundred names are a wall before all that follows. */
const MOST_SHOWN = 24

export function AudienceChips({ audience, onChange }: AudienceProps) {
  const t = useWords(words)
  const pick = usePick()
  const chart = useOrganisation()
  const people = usePeopleById(audience.people)
  const divisions = audience.divisions.map(id => {
    const found = pathTo(chart, id).at(-1)
    return { id, name: found ? pick(nameOf(found)) : id }
  })
  const [isWhole, setWhole] = useState(false)
  if (divisions.length + audience.people.length === 0) return null
  const shown = isWhole ? audience.people : audience.people.slice(0, MOST_SHOWN)
  const hidden = audience.people.length - shown.length
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
      {shown.map(id => {
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
      {hidden > 0 && (
        <li>
          <Button size="s" look="quiet" onPress={() => setWhole(true)}>
            {t('audience.more', { count: hidden })}
          </Button>
        </li>
      )}
      {audience.people.length > MOST_SHOWN && (
        <li>
          <Button size="s" look="quiet" onPress={() => onChange({ people: [] })}>
            {t('audience.clear', { count: audience.people.length })}
          </Button>
        </li>
      )}
    </Chips>
  )
}
