/** Whom a policy is about: everybody, a role, or one division or person, found by name. */
import { X } from 'lucide-react'
import { Finder } from '@/identity/people/finder'
import { nameOf, useDivision, usePeopleById } from '@/identity/people/state'
import { usePick, useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import { Segments, Select } from '@/kit/field'
import { FocusKept } from '@/kit/focus-kept'
import { Boundary } from '@/kit/problem'
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
          <FocusKept label={t(`subject.${subject}`)} state={subjectId}>
            {subjectId === '' ? (
              <Finder
                kind={subject}
                label={t(`subject.${subject}`)}
                onChosen={id => set({ subjectId: id })}
              />
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
          </FocusKept>
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
