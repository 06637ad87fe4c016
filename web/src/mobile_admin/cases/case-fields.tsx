/** What a case says, whether it is opened or corrected. */
import { useWords } from '@/kernel/i18n'
import { Select, TextArea, TextField } from '@/kit/field'
import { words } from './words'

export interface CaseText {
  readonly kind: string
  readonly legal_basis: string
  readonly note: string
  readonly due_on: string
  readonly form_key: string
}

interface FieldsProps {
  readonly value: CaseText
  readonly forms: readonly { readonly id: string; readonly title: string }[]
  readonly onChange: (value: CaseText) => void
}

export const isDayWrong = ({ due_on }: CaseText) => due_on !== '' && !DAY.test(due_on)
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function CaseFields({ value, forms, onChange }: FieldsProps) {
  const t = useWords(words)
  const put = (change: Partial<CaseText>) => onChange({ ...value, ...change })
  return (
    <>
      <TextField label={t('kind')} value={value.kind} onChange={kind => put({ kind })} isRequired />
      <Select
        label={t('form')}
        value={value.form_key || 'none'}
        onChange={key => put({ form_key: key === 'none' ? '' : key })}
        choices={[
          { id: 'none', label: t('noForm') },
          ...forms.map(({ id, title }) => ({ id, label: title })),
        ]}
      />
      <TextField
        label={t('basis')}
        value={value.legal_basis}
        onChange={legal_basis => put({ legal_basis })}
      />
      <TextField
        label={t('dueOn')}
        hint={t('dueHint')}
        value={value.due_on}
        error={isDayWrong(value) ? t('dueHint') : null}
        onChange={due_on => put({ due_on })}
      />
      <TextArea label={t('memo')} value={value.note} onChange={note => put({ note })} />
    </>
  )
}
