/** Every number that anything here is computed from; saved as a version of its own. */
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/field'
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
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
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
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
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
              <TextField
                key={name}
                label={t(`field.${name}`)}
                inputMode="decimal"
                value={draft[name]}
                onChange={typed => onChange(name, typed)}
                error={
                  draft[name] === '' || !Number.isFinite(Number(draft[name])) ? t('invalid') : null
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
      {error !== null && <Problem error={error} />}
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
