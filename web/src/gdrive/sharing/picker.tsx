/** People and divisions by name, first consonants or duty. */
import { Building2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { type Division, nameOf, useOrganisation, usePeople } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { words } from '../words'
import s from './dialog.module.css'

export interface Subject {
  readonly kind: 'person' | 'division'
  readonly id: string
  readonly name: string
  readonly note: string
}

interface SubjectPickerProps {
  readonly chosen: readonly Subject[]
  readonly onChoose: (chosen: readonly Subject[]) => void
}

const MOST_SHOWN = 8

export function SubjectPicker({ chosen, onChoose }: SubjectPickerProps) {
  const t = useWords(words)
  const [query, type] = useState('')
  const wanted = useDeferredValue(query.trim())
  function take(subject: Subject) {
    if (!chosen.some(({ id }) => id === subject.id)) onChoose([...chosen, subject])
    type('')
  }
  return (
    <div>
      <SearchField
        label={t('share.who')}
        placeholder={t('share.whoHint')}
        value={query}
        onChange={type}
        autoFocus
      />
      {wanted !== '' && <Found query={wanted} onTake={take} />}
    </div>
  )
}

function Found({
  query,
  onTake,
}: {
  readonly query: string
  readonly onTake: (s: Subject) => void
}) {
  const t = useWords(words)
  const pick = usePick()
  const { data, error } = usePeople(query, null)
  const divisions = flat(useOrganisation())
    .map(division => ({ ...division, label: pick(nameOf(division)) }))
    .filter(({ label }) => matches(label, query))
  const subjects: readonly Subject[] = [
    ...divisions.slice(0, 3).map(
      ({ id, label, total }): Subject => ({
        kind: 'division',
        id,
        name: label,
        note: t('share.members', { count: total }),
      }),
    ),
    ...(data?.people ?? []).slice(0, MOST_SHOWN).map(
      (person): Subject => ({
        kind: 'person',
        id: person.id,
        name: person.name,
        note: `${person.division} ${person.post} · ${person.duty}`,
      }),
    ),
  ]
  if (error) return <Problem error={error} />
  return (
    <div className={s.found}>
      <PickList
        label={t('share.who')}
        items={subjects}
        idOf={({ id }) => id}
        textOf={({ name }) => name}
        onOpen={onTake}
        empty={data && <p className={s.only}>{t('share.none')}</p>}
      >
        {subject => (
          <RowFace
            start={
              subject.kind === 'person' ? (
                <Avatar person={subject} size="s" />
              ) : (
                <Building2 size={20} aria-hidden />
              )
            }
            title={subject.name}
            note={subject.note}
          />
        )}
      </PickList>
    </div>
  )
}

function flat(divisions: readonly Division[]): readonly Division[] {
  return divisions.flatMap(division => [division, ...flat(division.children)])
}
