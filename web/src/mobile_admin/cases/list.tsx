/** The same cases as a table: without a map, and for many at once. */
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { date } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Table } from '@/kit/table'
import { isAssignable } from './lanes'
import type { BoardCase } from './state'
import { words } from './words'

interface CaseTableProps {
  readonly cases: readonly BoardCase[]
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
}

export function CaseTable({ cases, chosen, onChoose }: CaseTableProps) {
  const t = useWords(words)
  const go = useNavigate()
  const free = new Set(cases.filter(isAssignable).map(({ case: { id } }) => id))
  return (
    <Table
      label={t('title')}
      items={cases}
      idOf={({ case: { id } }) => id}
      selection="multiple"
      selected={new Set(chosen)}
      onSelect={ids => onChoose([...ids].filter(id => free.has(id)))}
      onOpen={({ case: { id } }) => void go(`/field/cases/${id}`)}
      columns={[
        { id: 'number', label: t('number'), cell: ({ case: { number } }) => number },
        {
          id: 'subject',
          label: t('subject'),
          isRowHeader: true,
          cell: ({ subject }) => subject.name,
        },
        {
          id: 'address',
          label: t('address'),
          width: 'wide',
          cell: ({ site }) => site.road_address,
        },
        { id: 'kind', label: t('kind'), cell: ({ case: { kind } }) => kind },
        {
          id: 'state',
          label: t('state'),
          cell: ({ case: { state } }) => <Badge>{t(`state.${state}`)}</Badge>,
        },
        { id: 'lead', label: t('lead'), cell: ({ lead }) => lead?.name ?? t('nobody') },
        {
          id: 'planned',
          label: t('planned'),
          cell: ({ lead }) => (lead ? date(lead.planned_on) : '–'),
        },
        {
          id: 'due',
          label: t('due'),
          cell: ({ case: { due_on } }) => (due_on ? date(due_on) : '–'),
        },
      ]}
    />
  )
}
