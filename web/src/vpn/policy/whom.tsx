/** Whom a policy is about: everybody, a role, or one division or person, found by name. */
import { UserSearch, X } from 'lucide-react'
import { useState } from 'react'
import {
  type Division,
  nameOf,
  useDivision,
  useOrganisation,
  usePeople,
  usePeopleById,
} from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { IconButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField, Segments, Select } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Boundary, Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import type { Draft } from './draft'
import s from './page.module.css'
import { words } from './words'

const ROLES = ['member', 'manager', 'it_admin', 'help_desk', 'security_officer', 'auditor'] as const
const SUBJECTS = ['everybody', 'division', 'person', 'role'] as const

interface WhomProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

export function Whom({ draft: { subject, subjectId }, set }: WhomProps) {
  const t = useWords(words)
  return (
    <div className={s.whom}>
      <Segments
        label={t('subjectLabel')}
        choices={SUBJECTS.map(id => ({ id, label: t(`subject.${id}`) }))}
        value={subject}
        onChange={chosen => set({ subject: chosen, subjectId: '' })}
      />
      {subject === 'role' && (
        <Select
          label={t('subject.role')}
          choices={ROLES.map(id => ({ id, label: t(`role.${id}`) }))}
          value={ROLES.find(id => id === subjectId) ?? null}
          onChange={id => set({ subjectId: id })}
        />
      )}
      {(subject === 'division' || subject === 'person') && (
        <Boundary>
          {subjectId === '' ? (
            <Finder kind={subject} onChosen={id => set({ subjectId: id })} />
          ) : (
            <p className={s.chosen}>
              <strong>
                <SubjectName subject={subject} id={subjectId} />
              </strong>
              <IconButton
                icon={X}
                label={t('chooseAgain')}
                onPress={() => set({ subjectId: '' })}
              />
            </p>
          )}
        </Boundary>
      )}
    </div>
  )
}

interface NameProps {
  readonly subject: Draft['subject']
  readonly id: string
}

export function SubjectName({ subject, id }: NameProps) {
  const t = useWords(words)
  if (subject === 'division') return <DivisionName id={id} />
  if (subject === 'person') return <PersonName id={id} />
  const role = ROLES.find(one => one === id)
  return subject === 'role' && role ? t(`role.${role}`) : t('subject.everybody')
}

function DivisionName({ id }: { readonly id: string }) {
  const pick = usePick()
  const found = useDivision(id)
  return found ? pick(nameOf(found)) : id
}

function PersonName({ id }: { readonly id: string }) {
  const pick = usePick()
  const found = usePeopleById([id]).get(id)
  return found ? `${pick(nameOf(found))} ${found.post} · ${found.division}` : '…'
}

interface FinderProps {
  readonly kind: 'division' | 'person'
  readonly onChosen: (id: string) => void
}

function Finder({ kind, onChosen }: FinderProps) {
  const t = useWords(words)
  const [query, search] = useState('')
  return (
    <>
      <SearchField
        label={t(kind === 'division' ? 'findDivision' : 'findPerson')}
        value={query}
        onChange={search}
      />
      <div className={s.found}>
        {kind === 'division' ? (
          <Divisions query={query} onChosen={onChosen} />
        ) : (
          <People query={query} onChosen={onChosen} />
        )}
      </div>
    </>
  )
}

type FoundProps = Pick<FinderProps, 'onChosen'> & { readonly query: string }

function flat(divisions: readonly Division[]): readonly Division[] {
  return divisions.flatMap(division => [division, ...flat(division.children)])
}

function Divisions({ query, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const found = flat(useOrganisation()).filter(
    division => query === '' || matches(pick(nameOf(division)), query),
  )
  return (
    <PickList
      label={t('subject.division')}
      items={found}
      idOf={({ id }) => id}
      textOf={division => pick(nameOf(division))}
      onOpen={({ id }) => onChosen(id)}
      empty={<Empty icon={UserSearch} title={t('nobodyFound')} />}
    >
      {division => (
        <RowFace title={pick(nameOf(division))} end={t('people', { count: division.total })} />
      )}
    </PickList>
  )
}

function People({ query, onChosen }: FoundProps) {
  const t = useWords(words)
  const pick = usePick()
  const { data, error, refetch } = usePeople(query, null)
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={4} />
  return (
    <PickList
      label={t('subject.person')}
      items={data.people}
      idOf={({ id }) => id}
      textOf={({ name }) => name}
      onOpen={({ id }) => onChosen(id)}
      empty={<Empty icon={UserSearch} title={t('nobodyFound')} />}
    >
      {person => (
        <RowFace
          start={<Avatar person={person} size="s" />}
          title={`${pick(nameOf(person))} ${person.post}`}
          note={`${person.division} · ${person.duty}`}
        />
      )}
    </PickList>
  )
}
