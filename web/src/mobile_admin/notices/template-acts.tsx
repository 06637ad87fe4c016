/** Outcomes of a form: one more, in another order, or one less. The last one stays. */
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import { toast } from '@/kit/toast'
import s from './notices.module.css'
import type { Outcome } from './template-state'
import { words } from './template-words'

/** As many as the server takes. */
export const MOST_OUTCOMES = 12

export function blank(there: readonly Outcome[]): Outcome {
  const taken = new Set(there.map(({ id }) => id))
  let at = there.length + 1
  while (taken.has(`outcome_${at}`)) at += 1
  return {
    id: `outcome_${at}`,
    kind: 'other',
    label: '',
    title: '',
    opening: '',
    basis: '',
    closing: [],
    by: 'head',
    wants_due: false,
    wants_amount: false,
    when: '',
  }
}

interface ActsProps {
  readonly at: number
  readonly outcomes: readonly Outcome[]
  readonly onChange: (outcomes: Outcome[]) => void
}

export function OutcomeActs({ at, outcomes, onChange }: ActsProps) {
  const t = useWords(words)
  const label = outcomes[at]?.label ?? ''
  function move(by: number) {
    const next = [...outcomes]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  function remove() {
    const before = [...outcomes]
    onChange(outcomes.filter((_, i) => i !== at))
    toast(t('outcomeRemoved', { label }), () => onChange(before))
  }
  return (
    <span className={s.acts}>
      <IconButton
        icon={ArrowUp}
        label={t('moveUp', { label })}
        isDisabled={at === 0}
        onPress={() => move(-1)}
      />
      <IconButton
        icon={ArrowDown}
        label={t('moveDown', { label })}
        isDisabled={at === outcomes.length - 1}
        onPress={() => move(1)}
      />
      <IconButton
        icon={Trash2}
        label={t('removeOutcome', { label })}
        isDisabled={outcomes.length === 1}
        onPress={remove}
      />
    </span>
  )
}
