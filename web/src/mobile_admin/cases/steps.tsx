/** What the head may do with a case now; a reason is asked where one is wanted. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextArea, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { type Step, step, type WholeCase } from './state'
import { words } from './words'

const NEEDS_REASON: readonly Step[] = ['send_back', 'reject', 'suspend', 'reopen']
const FORWARD: readonly Step[] = ['accept', 'enforce', 'deliver', 'file', 'close', 'resume']

export function Steps({ whole }: { readonly whole: WholeCase }) {
  const t = useWords(words)
  const [asked, ask] = useState<Step | null>(null)
  const forward = FORWARD.find(each => whole.may.includes(each))
  if (whole.may.length === 0) return null
  return (
    <section className={s.row} aria-label={t('act')}>
      {whole.may.map(each => (
        <Button
          key={each}
          {...(each === forward ? { look: 'primary' as const } : {})}
          onPress={() => ask(each)}
        >
          {t(`step.${each}`)}
        </Button>
      ))}
      {asked && <StepDialog whole={whole} wanted={asked} onClose={() => ask(null)} />}
    </section>
  )
}

interface StepDialogProps {
  readonly whole: WholeCase
  readonly wanted: Step
  readonly onClose: () => void
}

function StepDialog({ whole, wanted, onClose }: StepDialogProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [outcome, setOutcome] = useState(whole.case.outcome)
  const isMissing = NEEDS_REASON.includes(wanted) && reason.trim().length < 2
  async function go() {
    await step(whole.case.id, { step: wanted, reason, outcome, seen: whole.case.rev })
    toast(t('moved'))
    onClose()
  }
  return (
    <Dialog
      title={`${t(`step.${wanted}`)} · ${whole.case.number}`}
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <Button look="primary" isDisabled={isMissing} onPress={() => void go().catch(toastRefusal)}>
          {t(`step.${wanted}`)}
        </Button>
      )}
    >
      <div className={s.stack}>
        {(wanted === 'enforce' || wanted === 'accept') && (
          <TextField label={t('outcome')} value={outcome} onChange={setOutcome} />
        )}
        <TextArea label={t('reason')} value={reason} onChange={setReason} />
      </div>
    </Dialog>
  )
}
