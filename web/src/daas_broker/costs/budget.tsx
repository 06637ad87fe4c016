/** What a division may spend, and what happens when it has. */
import { PiggyBank } from 'lucide-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { AmountField, Select } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import s from './page.module.css'
import { type AtLimit, type Row, setBudget } from './state'
import { words } from './words'

const LIMITS: readonly AtLimit[] = ['warn', 'no_warming', 'queue']

export function BudgetButton({ row, id }: { readonly row: Row; readonly id: string }) {
  const t = useWords(words)
  const [isOpen, open] = useState(false)
  return (
    <>
      <Button
        size="s"
        icon={PiggyBank}
        aria-label={t('budgetOf', { name: row.name })}
        onPress={() => open(true)}
      >
        {t('budget')}
      </Button>
      <Dialog
        title={t('budgetOf', { name: row.name })}
        isOpen={isOpen}
        onOpenChange={open}
        size="s"
      >
        <BudgetForm row={row} id={id} onDone={() => open(false)} />
      </Dialog>
    </>
  )
}

function BudgetForm({
  row,
  id,
  onDone,
}: {
  readonly row: Row
  readonly id: string
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const form = useId()
  const sheet = useRef<HTMLFormElement>(null)
  const amount = () => sheet.current?.querySelector<HTMLInputElement>('[name=monthly]')
  const proposed = row.budget?.monthly ?? Math.ceil(row.forecast / 1000) * 1000
  const [monthly, setMonthly] = useState(proposed > 0 ? String(proposed) : '')
  const [atLimit, setAtLimit] = useState<AtLimit>(row.budget?.at_limit ?? 'warn')
  const [error, setError] = useState<unknown>(null)
  const refused = error === null ? null : asRefusal(error)
  const isOfAmount = refused?.code === 'budget_impossible'
  const [busy, setBusy] = useState(false)
  async function act(body: Parameters<typeof setBudget>[1]) {
    setBusy(true)
    try {
      await setBudget(id, body)
      toast(t(body ? 'budgetSaved' : 'budgetRemoved', { name: row.name }))
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
      if (asRefusal(refusal).code === 'budget_impossible') amount()?.focus()
    }
  }
  const isNone = monthly !== '' && !Number.isFinite(Number(monthly))
  function save(event: FormEvent) {
    event.preventDefault()
    if (isNone) return amount()?.focus()
    void act({ monthly: Number(monthly), at_limit: atLimit })
  }
  return (
    <form ref={sheet} id={form} className={s.form} onSubmit={save}>
      {refused && !isOfAmount && <Problem error={refused} />}
      <AmountField
        label={t('monthly')}
        hint={t('monthlyHint')}
        value={monthly}
        onChange={typed => {
          setMonthly(typed)
          setError(null)
        }}
        error={isNone ? t('invalid') : isOfAmount ? textOf(refused) : null}
        name="monthly"
        isRequired
      />
      <Select
        label={t('atLimit')}
        choices={LIMITS.map(limit => ({
          id: limit,
          label: t(`limits.${limit}`),
          note: t(`limitNotes.${limit}`),
        }))}
        value={atLimit}
        onChange={setAtLimit}
      />
      <div className={s.foot}>
        {row.budget && (
          <Button look="danger" isPending={busy} onPress={() => void act(null)}>
            {t('removeBudget')}
          </Button>
        )}
        <span className={s.end}>
          <Button onPress={onDone}>{t('cancel')}</Button>
          <Button look="primary" type="submit" isPending={busy}>
            {t('save')}
          </Button>
        </span>
      </div>
    </form>
  )
}
