/** A policy, or what a pool does differently. Saving stages it; nothing changes before it is applied. */
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { capital } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Checkbox, Select, Switch, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { NumberField } from '../pools/basics'
import { AccessFields } from './access'
import {
  ANSWERS,
  CLIPBOARDS,
  FIELDS,
  FILES,
  type Field,
  MARKS,
  PRINTINGS,
  SIGNS,
  SWITCHES,
} from './fields'
import s from './page.module.css'
import { pictures } from './pictures.words'
import { ofPrinting } from './printing.words'
import { type Body, type Policy, type Scope, stage } from './state'
import { words } from './words'

const KIB = 1024
const MIB = KIB * KIB
const MOST_CLIPBOARD = 4 * MIB
const MOST_FILE = 2048 * MIB

interface Props {
  readonly scope: Scope
  readonly policy: Policy
  /** What an exception names already; left out, all of it is the zone's own. */
  readonly own?: readonly Field[]
  readonly onDone: () => void
}

export function PolicyForm({ scope, policy, own, onDone }: Props) {
  const t = useWords(words)
  const [draft, setDraft] = useState(policy)
  const [named, setNamed] = useState<ReadonlySet<Field>>(new Set(own ?? FIELDS))
  function change(part: Partial<Policy>) {
    setDraft(now => ({ ...now, ...part }))
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    const body = Object.fromEntries([...named].map(field => [field, draft[field]])) as Body
    try {
      await stage(scope, own && named.size === 0 ? null : body)
      toast(t('admin.drafted'))
      onDone()
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <form className={s.form} onSubmit={event => void save(event)}>
      {FIELDS.map(field => (
        <fieldset key={field} className={s.field}>
          <legend className={s.legend}>{t(`admin.${field}`)}</legend>
          {own && (
            <Checkbox
              isSelected={named.has(field)}
              onChange={on => setNamed(now => toggled(now, field, on))}
            >
              {t('admin.differently')}
            </Checkbox>
          )}
          {named.has(field) && <Act field={field} draft={draft} change={change} />}
        </fieldset>
      ))}
      <div className={s.foot}>
        <Button onPress={onDone}>{t('admin.cancel')}</Button>
        <Button look="primary" type="submit">
          {t('admin.draft')}
        </Button>
      </div>
    </form>
  )
}

function toggled(now: ReadonlySet<Field>, field: Field, on: boolean): ReadonlySet<Field> {
  const next = new Set(now)
  if (on) next.add(field)
  else next.delete(field)
  return next
}

interface ActProps {
  readonly draft: Policy
  readonly change: (part: Partial<Policy>) => void
}

function Act({ field, ...rest }: ActProps & { readonly field: Field }) {
  const t = useWords(words)
  const { draft, change } = rest
  const clipboard = CLIPBOARDS.find(each => each === field)
  if (clipboard) return <ClipboardFields field={clipboard} {...rest} />
  const files = FILES.find(each => each === field)
  if (files) return <FileFields field={files} {...rest} />
  const flag = SWITCHES.find(each => each === field)
  if (flag)
    return (
      <Switch isSelected={draft[flag]} onChange={on => change({ [flag]: on })}>
        {t(flag === 'watermark' ? 'admin.isOn' : 'admin.isOpen')}
      </Switch>
    )
  if (field === 'lock_after_minutes')
    return (
      <Amount
        label={t('admin.lockAfter')}
        value={draft.lock_after_minutes}
        least={1}
        most={480}
        onChange={lock_after_minutes => change({ lock_after_minutes })}
      />
    )
  if (field === 'printing')
    return (
      <Select
        label={ofPrinting('go')}
        value={draft.printing}
        onChange={printing => change({ printing })}
        choices={PRINTINGS.map(id => ({ id, label: ofPrinting(id) }))}
      />
    )
  if (field === 'recording') return <RecordingFields {...rest} />
  if (field === 'access')
    return <AccessFields access={draft.access} onChange={access => change({ access })} />
  return (
    <Amount
      label={t('admin.rate')}
      hint={t('admin.rateHint')}
      value={draft.characters_per_second}
      most={100_000}
      onChange={characters_per_second => change({ characters_per_second })}
    />
  )
}

function ClipboardFields({
  field,
  draft,
  change,
}: ActProps & { readonly field: 'clipboard_in' | 'clipboard_out' }) {
  const t = useWords(words)
  const ofPictures = useWords(pictures)
  const value = draft[field]
  const set = (part: Partial<typeof value>) => change({ [field]: { ...value, ...part } })
  return (
    <>
      <Switch isSelected={value.is_open} onChange={is_open => set({ is_open })}>
        {t('admin.isOpen')}
      </Switch>
      {value.is_open && (
        <Switch
          isSelected={value.kinds.includes('png')}
          onChange={on => set({ kinds: on ? ['png', 'text'] : ['text'] })}
        >
          {ofPictures('allowed')}
        </Switch>
      )}
      {value.is_open && (
        <div className={s.grid}>
          <Amount
            label={t('admin.most')}
            value={Math.round(value.most_bytes / KIB)}
            least={1}
            most={MOST_CLIPBOARD / KIB}
            onChange={kib => set({ most_bytes: kib * KIB })}
          />
          {SIGNS.map(sign => (
            <Select
              key={sign}
              label={capital(t(`sign.${sign}`))}
              value={value.content[sign] ?? 'allow'}
              choices={ANSWERS.filter(answer => answer !== 'mask' || !MARKS.includes(sign)).map(
                id => ({
                  id,
                  label: t(`admin.answer.${id}`),
                }),
              )}
              onChange={answer => set({ content: { ...value.content, [sign]: answer } })}
            />
          ))}
        </div>
      )}
      <p className={s.quiet}>{ofPictures('note')}</p>
    </>
  )
}

function FileFields({
  field,
  draft,
  change,
}: ActProps & { readonly field: 'files_in' | 'files_out' }) {
  const t = useWords(words)
  const value = draft[field]
  const set = (part: Partial<typeof value>) => change({ [field]: { ...value, ...part } })
  return (
    <>
      <Switch isSelected={value.is_open} onChange={is_open => set({ is_open })}>
        {t('admin.isOpen')}
      </Switch>
      {value.is_open && (
        <Amount
          label={t('admin.mostFile')}
          value={Math.round(value.most_bytes / MIB)}
          most={MOST_FILE / MIB}
          onChange={mib => set({ most_bytes: mib * MIB })}
        />
      )}
      <p className={s.quiet}>{t('admin.byDrive')}</p>
    </>
  )
}

function RecordingFields({ draft: { recording }, change }: ActProps) {
  const t = useWords(words)
  const set = (part: Partial<typeof recording>) => change({ recording: { ...recording, ...part } })
  return (
    <>
      <Switch isSelected={recording.is_on} onChange={is_on => set({ is_on })}>
        {t('admin.record')}
      </Switch>
      {recording.is_on && (
        <div className={s.grid}>
          <TextField
            label={t('admin.basis')}
            hint={t('admin.basisHint')}
            value={recording.basis}
            maxLength={300}
            isRequired
            onChange={basis => set({ basis })}
          />
          <Amount
            label={t('admin.retention')}
            value={recording.retention_days}
            least={1}
            most={3650}
            onChange={retention_days => set({ retention_days })}
          />
        </div>
      )}
      <p className={s.quiet}>{t('admin.recordNote')}</p>
    </>
  )
}

interface AmountProps {
  readonly label: string
  readonly hint?: string
  readonly value: number
  readonly least?: number
  readonly most: number
  readonly onChange: (value: number) => void
}

/** What is no such number is told and stays as it was typed; the form is not sent with it. */
function Amount({ value, onChange, ...rest }: AmountProps) {
  const [text, setText] = useState(String(value))
  return (
    <NumberField
      {...rest}
      value={text}
      onChange={typed => {
        setText(typed)
        if (typed !== '') onChange(Number(typed))
      }}
    />
  )
}
