/** One of what may be decided: its words, who decides it, and when it is suggested. */
import { Plus, X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { Segments, Select, Switch, TextArea, TextField } from '@/kit/field'
import s from './notices.module.css'
import type { Outcome } from './template-state'
import { words } from './template-words'

const KINDS = ['fit', 'guidance', 'correction', 'fine', 'suspension', 'other'] as const

interface OutcomeProps {
  readonly outcome: Outcome
  readonly opinions: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (outcome: Outcome) => void
}

export function OutcomeForm({ outcome, opinions, onChange }: OutcomeProps) {
  const t = useWords(words)
  const put = (part: Partial<Outcome>) => onChange({ ...outcome, ...part })
  const when = [
    { id: '', label: t('none') },
    ...opinions.map(({ value, label }) => ({ id: value, label })),
  ]
  return (
    <div className={s.stack}>
      <TextField
        label={t('label')}
        value={outcome.label}
        onChange={label => put({ label })}
        isRequired
      />
      <Select
        label={t('kind')}
        choices={KINDS.map(id => ({ id, label: t(`kind_${id}`) }))}
        value={outcome.kind}
        onChange={kind => put({ kind })}
      />
      <TextField
        label={t('docTitle')}
        hint={t('titleHint')}
        value={outcome.title}
        onChange={title => put({ title })}
      />
      <TextArea
        label={t('opening')}
        value={outcome.opening}
        onChange={opening => put({ opening })}
      />
      <TextField label={t('basis')} value={outcome.basis} onChange={basis => put({ basis })} />
      <Passages outcome={outcome} put={put} />
      <Segments
        label={t('by')}
        choices={[
          { id: 'head', label: t('head_only') },
          { id: 'inspector', label: t('inspector') },
        ]}
        value={outcome.by ?? 'head'}
        onChange={by => put({ by })}
      />
      {opinions.length > 0 && (
        <Select
          label={t('when')}
          choices={when}
          value={outcome.when ?? ''}
          onChange={value => put({ when: value })}
        />
      )}
      <Switch isSelected={outcome.wants_due ?? false} onChange={wants_due => put({ wants_due })}>
        {t('wantsDue')}
      </Switch>
      <Switch
        isSelected={outcome.wants_amount ?? false}
        onChange={wants_amount => put({ wants_amount })}
      >
        {t('wantsAmount')}
      </Switch>
    </div>
  )
}

interface PassagesProps {
  readonly outcome: Outcome
  readonly put: (part: Partial<Outcome>) => void
}

function Passages({ outcome, put }: PassagesProps) {
  const t = useWords(words)
  const closing = outcome.closing ?? []
  const change = (at: number, part: object) =>
    put({ closing: closing.map((each, i) => (i === at ? { ...each, ...part } : each)) })
  return (
    <>
      {closing.map(({ head, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph has no other name
        <div className={s.pair} key={at}>
          <TextField
            label={t('head')}
            value={head}
            onChange={value => change(at, { head: value })}
          />
          <TextArea
            label={t('text')}
            value={text}
            onChange={value => change(at, { text: value })}
          />
          <IconButton
            icon={X}
            label={t('remove')}
            onPress={() => put({ closing: closing.filter((_, i) => i !== at) })}
          />
        </div>
      ))}
      <div>
        <Button
          look="plain"
          icon={Plus}
          onPress={() => put({ closing: [...closing, { head: '', text: '' }] })}
        >
          {t('addPassage')}
        </Button>
      </div>
    </>
  )
}
