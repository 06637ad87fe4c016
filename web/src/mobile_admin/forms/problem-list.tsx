import { useWords } from '@/kernel/i18n'
import { Table } from '@/kit/table'
import { placeOf, split } from './problems'
import type { Problem } from './state'
import { problemWords, words } from './words'

export function ProblemList({ label, problems }: { label: string; problems: readonly Problem[] }) {
  const t = useWords(words)
  const because = useWords(problemWords)
  const rows = problems.map((problem, at) => ({ ...problem, id: String(at) }))
  return (
    <Table
      label={label}
      items={rows}
      idOf={row => row.id}
      columns={[
        { id: 'place', label: t('place'), cell: placeOf },
        {
          id: 'message',
          label: t('message'),
          width: 'wide',
          cell({ message }) {
            const { code, rest } = split(message)
            return code ? [because(code), rest].filter(Boolean).join(': ') : rest
          },
        },
      ]}
    />
  )
}
