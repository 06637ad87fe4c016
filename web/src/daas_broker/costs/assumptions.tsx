/** Every number that anything here is computed from; saved as a version of its own. */
import { type FormEvent, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { AmountField, TextField } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import s from './page.module.css'
import { type Assumption, type Assumptions, assume, GROUPS, valuesOf } from './state'
import { words } from './words'

const FORM = 'assumptions'

interface AssumptionFormProps {
  readonly base: number
  readonly saved: Assumptions
  readonly draft: Readonly<Record<Assumption, string>>
  readonly onChange: (name: Assumption, typed: string) => void
}

export function AssumptionForm({ base, saved, draft, onChange }: AssumptionFormProps) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const form = useRef<HTMLFormElement>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const refused = error === null ? null : asRefusal(error)
  const impossible = refused && fieldOf(refused)
  const [busy, setBusy] = useState(false)
  const values = valuesOf(draft)
  const names = Object.values(GROUPS).flat()
  const isChanged = names.some(name => Number(draft[name]) !== saved[name])
  async function save(event: FormEvent) {
    event.preventDefault()
    if (!values) return
    setBusy(true)
    setError(null)
    try {
      await assume(base, values, reason)
      toast(t('saved', { number: base + 1 }))
      setReason('')
      focusIfLost(() => document.getElementById(FORM)) // there is nothing more to save
    } catch (refusal) {
      setError(refusal)
      const name = fieldOf(asRefusal(refusal))
      if (name) form.current?.querySelector<HTMLInputElement>(`[name="${name}"]`)?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      ref={form}
      id={FORM}
      tabIndex={-1}
      aria-label={t('assumptions')}
      className={s.form}
      onSubmit={event => void save(event)}
    >
      {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map(group => (
        <fieldset key={group} className={s.group}>
          <legend>{t(`groups.${group}`)}</legend>
          <div className={s.fields}>
            {GROUPS[group].map(name => (
              <AmountField
                key={name}
                name={name}
                label={t(`field.${name}`)}
                value={draft[name]}
                onChange={typed => {
                  onChange(name, typed)
                  if (name === impossible) setError(null)
                }}
                error={
                  draft[name] === '' || !Number.isFinite(Number(draft[name]))
                    ? t('invalid')
                    : refused && name === impossible
                      ? textOf(refused)
                      : null
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
      {refused && !impossible && <Problem error={refused} />}
      {isChanged && (
        <div className={s.saver}>
          <p className={s.quiet} role="status">
            {values ? t('unsaved') : t('invalid')}
          </p>
          <TextField
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            onChange={setReason}
            isRequired
            minLength={2}
            maxLength={200}
          />
          <Button look="primary" type="submit" isPending={busy} isDisabled={!values}>
            {t('saveAll')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** Which number it was that nothing can be computed from. */
function fieldOf({ code, facts }: Refusal): Assumption | null {
  const { field } = facts
  const isOne = code === 'assumption_impossible' && typeof field === 'string'
  return isOne ? (field as Assumption) : null
}
